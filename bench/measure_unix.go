//go:build unix

package main

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
	"time"
)

// watch runs c to its end or its timeout. What it starts is a process group of
// its own and is ended as one.
func watch(c child) usage {
	stdout, err := os.Create(c.Stdout)
	if err != nil {
		return usage{Fault: err.Error()}
	}
	defer stdout.Close()
	stderr, err := os.Create(c.Stderr)
	if err != nil {
		return usage{Fault: err.Error()}
	}
	defer stderr.Close()
	cmd := exec.Command(c.Argv[0], c.Argv[1:]...)
	cmd.Env = append(os.Environ(), c.Env...)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		return usage{Fault: err.Error()}
	}
	kill := func() { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	interrupt := make(chan os.Signal, 1)
	signal.Notify(interrupt, os.Interrupt, syscall.SIGTERM)
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	var u usage
	timer := time.NewTimer(time.Duration(c.Timeout * float64(time.Second)))
	select {
	case err = <-done:
	case <-timer.C:
		u.TimedOut = true
		kill()
		err = <-done
	case <-interrupt:
		kill()
		<-done
		return usage{Fault: "interrupted"}
	}
	u.Wall = time.Since(begun).Seconds()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		u.Fault = err.Error()
	}
	if s := cmd.ProcessState; s != nil {
		u.CPU = (s.UserTime() + s.SystemTime()).Seconds()
		u.Exit = s.ExitCode()
		if r, ok := s.SysUsage().(*syscall.Rusage); ok {
			u.Bytes = int64(r.Maxrss)
			if runtime.GOOS != "darwin" {
				u.Bytes *= 1024
			}
		}
	}
	return u
}
