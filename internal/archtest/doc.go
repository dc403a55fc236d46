// Package archtest holds no code: its test keeps data flowing one way through
// the packages, as docs/architecture.md promises.
package archtest
