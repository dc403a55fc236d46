//go:build !unix

package main

func watch(child) usage {
	return usage{Fault: "measuring needs a Unix system: processor time and memory come from wait4"}
}
