package chart

// This file holds the colours: one style sheet for light, dark and paper.

// Series is the number of colours for the values of a secret; further values repeat them.
const Series = 6

// Style is the style sheet that the figures need, to be put once in the page
// (or once in a figure that stands alone, see Standalone). The hues are apart
// in lightness too, so that figures survive a black-and-white printer.
const Style = `.dm{--ink:#1b2430;--muted:#667085;--rule:#d5dae2;--band:#eef1f6;--accent:#1d5fae;--second:#c2571a;--prior:#aab3c0;--s0:#1d5fae;--s1:#e39a3b;--s2:#3d9b80;--s3:#a3528c;--s4:#7b8794;--s5:#8a6d3b;--paper:#ffffff}
@media (prefers-color-scheme:dark){.dm{--ink:#e6e9ee;--muted:#98a2b3;--rule:#39414d;--band:#1d232c;--accent:#6ea8f0;--second:#f0935c;--prior:#5d6878;--s0:#6ea8f0;--s1:#edb668;--s2:#67c2a7;--s3:#cd88ba;--s4:#98a2b3;--s5:#c1a06a;--paper:#12161c}}
@media print{.dm{--ink:#000;--muted:#444;--rule:#bbb;--band:#f0f0f0;--accent:#1d5fae;--second:#c2571a;--prior:#aab3c0;--s0:#1d5fae;--s1:#e39a3b;--s2:#3d9b80;--s3:#a3528c;--s4:#7b8794;--s5:#8a6d3b;--paper:#fff}}
.dm{display:block;width:100%;height:auto;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif;font-size:13px;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.dm text{fill:var(--ink)}.dm .small{font-size:11.5px}.dm .tiny{font-size:10.5px}.dm .muted{fill:var(--muted)}.dm .strong{font-weight:600}
.dm .rule{stroke:var(--rule);stroke-width:1}.dm .tick{stroke:var(--muted);stroke-width:1;stroke-dasharray:2 3}.dm .band{fill:var(--band)}
.dm .bar{stroke:var(--accent);stroke-width:5;stroke-linecap:butt;opacity:.45}.dm .thin{stroke:var(--accent);stroke-width:1.5}.dm .dot{fill:var(--accent);stroke:var(--paper);stroke-width:1.5}
.dm .was{fill:var(--paper);stroke:var(--muted);stroke-width:1.5}.dm .moved{stroke:var(--muted);stroke-width:1}
.dm .bar2{stroke:var(--second);stroke-width:3;opacity:.45}.dm .dot2{fill:var(--second);stroke:var(--paper);stroke-width:1}
.dm .prior{fill:var(--prior);opacity:.55}.dm .post{fill:var(--accent);opacity:.8}.dm .median{stroke:var(--paper);stroke-width:2}.dm .median0{stroke:var(--muted);stroke-width:1.5}
.dm .fill{fill:var(--accent);opacity:.85}.dm .whisker{stroke:var(--ink);stroke-width:1}.dm .covert{fill:var(--accent);opacity:.4}
.dm .s0{fill:var(--s0)}.dm .s1{fill:var(--s1)}.dm .s2{fill:var(--s2)}.dm .s3{fill:var(--s3)}.dm .s4{fill:var(--s4)}.dm .s5{fill:var(--s5)}.dm .area{opacity:.82;stroke:var(--paper);stroke-width:.75}
`

// Standalone makes a figure that needs no page around it, for documents.
func Standalone(svg string) string {
	for i := range svg {
		if svg[i] == '>' {
			return svg[:i+1] + "<style>" + Style + "</style>" + svg[i+1:]
		}
	}
	return svg
}
