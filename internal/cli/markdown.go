package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"demarche/internal/report"
	"demarche/internal/sweep"
)

// This file writes the brief as Markdown, its figures in a folder beside it.

// figuresOf is the folder of the figures of a Markdown file: brief.md has
// brief.figures beside it.
func figuresOf(file string) string {
	return strings.TrimSuffix(file, filepath.Ext(file)) + ".figures"
}

// figureFile is what demarche calls the files of such a folder.
var figureFile = regexp.MustCompile(`^[a-z0-9-]+\.svg$`)

// mayWriteMarkdown says before a long run what would be in the way at its end.
func mayWriteMarkdown(file string, force bool) error {
	if figuresOf(file) == filepath.Clean(file) {
		return usageError{fmt.Errorf("--markdown %s: the text cannot be called what the folder of its figures is; end it in .md", file)}
	}
	if info, err := os.Stat(file); err == nil {
		if info.IsDir() {
			return fmt.Errorf("cannot write %s: it is a folder", file)
		}
		if !force {
			return alreadyThere(file)
		}
	}
	if info, err := os.Stat(filepath.Dir(file)); err != nil || !info.IsDir() {
		return fmt.Errorf("cannot write %s: there is no folder %s", file, filepath.Dir(file))
	}
	return mayReplaceFigures(figuresOf(file), force)
}

// mayReplaceFigures allows a folder to be replaced that holds nothing but
// figures, and that only if asked to.
func mayReplaceFigures(folder string, force bool) error {
	entries, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return plainCause(folder, err)
	case !force:
		return alreadyThere(folder)
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || !figureFile.MatchString(e.Name()) {
			return fmt.Errorf("cannot write %s: it holds %s, which is not a figure of a brief; move it elsewhere", folder, e.Name())
		}
	}
	return nil
}

// writeMarkdown writes the brief and its figures, all or nothing: the figures
// are written beside their place and put there by a rename, then the text.
func writeMarkdown(file string, force bool, r *sweep.Result) error {
	folder := figuresOf(file)
	if err := mayWriteMarkdown(file, force); err != nil {
		return err
	}
	text, figures := report.Markdown(r, filepath.Base(folder))
	fresh, err := os.MkdirTemp(filepath.Dir(folder), filepath.Base(folder)+".*.demarche")
	if err != nil {
		return plainCause(folder, err)
	}
	defer os.RemoveAll(fresh) // nothing, once it was renamed
	if err := os.Chmod(fresh, 0o755); err != nil {
		return plainCause(folder, err)
	}
	for _, f := range figures {
		if err := os.WriteFile(filepath.Join(fresh, f.Name), []byte(f.SVG), 0o644); err != nil {
			return plainCause(filepath.Join(folder, f.Name), err)
		}
	}
	old := fresh + ".old"
	defer os.RemoveAll(old)
	switch err := os.Rename(folder, old); {
	case err == nil:
	case !errors.Is(err, os.ErrNotExist):
		return plainCause(folder, err)
	}
	if err := os.Rename(fresh, folder); err != nil {
		return errors.Join(plainCause(folder, err), back(old, folder))
	}
	err = writeWhole(file, force, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
	if err != nil {
		return errors.Join(err, os.RemoveAll(folder), back(old, folder))
	}
	return nil
}

// back puts what was there before in its place again.
func back(old, folder string) error {
	if err := os.Rename(old, folder); err != nil && !errors.Is(err, os.ErrNotExist) {
		return plainCause(folder, err)
	}
	return nil
}
