// Package library embeds the ready-made scenarios, so that they can be run from
// any folder. Each folder holds one case: scenario files, dated evidence, and
// what the questions came to.
package library

import (
	"embed"
	"io/fs"
	"path"
	"sort"
	"strings"
)

//go:embed */*.hcl */*.csv
var files embed.FS

// theoryEnding is what a theory file's name has before .hcl.
const theoryEnding = ".theory"

// Theory is where the theory of the scenario at that path in FS stands, or
// would stand.
func Theory(p string) string { return strings.TrimSuffix(p, ".hcl") + theoryEnding + ".hcl" }

// FS gives the scenario folders as a read-only file system.
func FS() fs.FS { return files }

// Names lists the scenarios in order: "korea-2013" for korea-2013/korea-2013.hcl,
// the folder's main scenario, and "korea-2013/korea-2013-core" for another one
// in it.
func Names() []string {
	paths, err := fs.Glob(files, "*/*.hcl")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	var names []string
	for _, p := range paths {
		name := strings.TrimSuffix(p, ".hcl")
		if strings.HasSuffix(name, theoryEnding) {
			continue
		}
		if folder, file := path.Split(name); folder == file+"/" {
			name = file
		}
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Path is where the scenario of that name stands in FS, "" if there is none.
// The folder's name may be left out, and the ending given.
func Path(name string) string {
	name = strings.TrimSuffix(path.Clean(strings.ReplaceAll(name, `\`, "/")), ".hcl")
	for _, n := range Names() {
		full := n
		if !strings.Contains(n, "/") {
			full = n + "/" + n
		}
		if name == n || name == full || name == path.Base(full) {
			return full + ".hcl"
		}
	}
	return ""
}
