package cli

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/proficiency/tools/render"
)

const renderDetails = namedDetails + `

html is one page for screens and paper, with a filter by kind and tag; markdown is for places that show the files of a
repository; workbook is a page to print on A4 and to fill in by hand. With --to it is the file index.html, README.md or
workbook.html of a folder, which is made where there is none. What is not translated into a language is in the next one,
and pages say which one that is.`

// A pageForm is one of the forms that a framework is shown in.
type pageForm struct {
	name, file string
	write      func(io.Writer, *proficiency.Framework, *render.Options) error
}

var pageForms = []pageForm{
	{"html", "index.html", render.HTML},
	{"markdown", "README.md", render.Markdown},
	{"workbook", "workbook.html", render.Workbook},
}

func renderFramework(flags *flag.FlagSet) action {
	to := flags.String("to", "", "`DIR` is a folder to write to, in place of standard output")
	as := flags.String("as", pageForms[0].name, "`FORM` is html, markdown or workbook")
	folders, languages := foldersFlag(flags), languageFlag(flags)
	return func(s *session, args []string) (bool, error) {
		form, err := formNamed(*as)
		if err != nil {
			return false, err
		}
		if len(args) != 1 {
			return false, wrong("name one framework, by its id or its file")
		}
		fw, err := s.framework(args[0], *folders)
		if fw == nil {
			return false, err
		}
		var page bytes.Buffer
		if err := form.write(&page, fw, &render.Options{Languages: *languages}); err != nil {
			return false, err
		}
		if *to == "" {
			_, err = s.out.Write(page.Bytes())
			return true, err
		}
		file := filepath.Join(*to, form.file)
		if err := writeWhole(file, page.Bytes()); err != nil {
			return false, err
		}
		s.printf("%s: %s\n", fw.Ref(), plain(file))
		return true, nil
	}
}

func formNamed(name string) (pageForm, error) {
	var names []string
	for _, f := range pageForms {
		if f.name == name {
			return f, nil
		}
		names = append(names, f.name)
	}
	return pageForm{}, unknownChoice("form", name, names)
}

// unknownChoice says of the value of a flag what it could be.
func unknownChoice(what, value string, known []string) error {
	hint := source.DidYouMean(value, known)
	if hint == "" {
		hint = ": there are " + source.Listing(known)
	}
	return wrong("there is no %s %s%s", what, source.Quote(value), hint)
}

// writeWhole writes a file so that whoever reads it, also after a crash, has
// all of it or what was there before.
func writeWhole(file string, content []byte) (err error) {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	t, err := os.CreateTemp(filepath.Dir(file), ".proficiency-*")
	if err != nil {
		return err
	}
	_, err = t.Write(content)
	err = errors.Join(err, t.Chmod(0o644), t.Sync(), t.Close())
	if err == nil {
		err = os.Rename(t.Name(), file)
	}
	if err != nil {
		_ = os.Remove(t.Name()) // the error says why
	}
	return err
}
