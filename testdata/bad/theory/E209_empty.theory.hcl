# ERROR FILE E209: no theory block # ERROR FILE E209: no result block

let "z" { value = h }
