package cli

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/countersign-go/countersign/certificate/formats/check"
	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/proficiency"
)

const verifyDetails = `FILE is a credential as JSON or as a JWT, a PNG or an SVG with one in it, a PDF with some attached, a learner record, a
status list, a passport with the records that a learner carries from elsewhere, or such a record alone; - is standard
input. Nothing is fetched: what a file is checked against is given by flags. Nobody signs the pages of a PDF: compare
them with what is attached, which the verdict is about. Of the credentials in a PDF the first 16 are checked; one with more
is not accepted.

  --trust     says whose keys are whose; without it nobody is trusted, and nothing is accepted
  --status    is a list that the issuer signed of what it has taken back; give the newest
  --holder    is what the person who shows the file says is theirs, such as their registration number
  --content   has the frameworks that are in use here, for a passport that does not bring its own along

A file is accepted only if every question could be checked and passed. With --format json each file is one object a
line, with codes that stay the same:

    {"file":"badge.json","kind":"credential","verdict":"refused","at":"2026-11-21T10:00:00Z","answers":{"signature":
    {"outcome":"failed","reasons":[{"code":"wrong-signature","message":"…"}]},…},"says":{"name":"…",…}}`

func verify(flags *flag.FlagSet) action {
	var trust, folder, content string
	var lists texts
	var at instant
	set, out := check.Against{}, format("text")
	flags.StringVar(&trust, "trust", "", "`FILE` with the organisations that are trusted, and their keys")
	flags.Var(&lists, "status", "`FILE` with a status list; may be repeated")
	flags.StringVar(&set.Holder, "holder", "", "`WHO` shows the file: what they give as theirs")
	flags.Var(&at, "at", "`TIME` for which the files are checked, such as 2026-01-31T12:00:00Z; without it, now")
	flags.StringVar(&folder, "contexts", "", "`DIR` with published JSON-LD contexts, for credentials of others: each under its URL without https://")
	flags.StringVar(&content, "content", "", "`DIR` with frameworks, each in ID/VERSION/ID.yaml, for passports")
	flags.Var(&out, "format", "`FORMAT` is text or json")
	return func(s *session, args []string) (bool, error) {
		if len(args) == 0 {
			return false, wrong("name the files to check")
		}
		set.At = at.or(s.now)
		if folder != "" {
			set.Contexts = os.DirFS(folder)
		}
		catalog, err := frameworks(content)
		if err := errors.Join(s.against(&set, trust, lists), err); err != nil {
			return false, err
		}
		set.Catalog = catalog
		return s.verifyAll(args, &set, out)
	}
}

// against reads what files are checked against.
func (s *session) against(set *check.Against, trust string, lists texts) error {
	for _, file := range lists {
		list, err := s.read(file)
		if err != nil {
			return err
		}
		set.StatusLists = append(set.StatusLists, list)
	}
	if trust == "" {
		return nil
	}
	src, err := s.read(trust)
	if err != nil {
		return err
	}
	list, findings := credential.ParseTrust(shown(trust), src)
	if list == nil {
		for _, f := range findings {
			err = errors.Join(err, errors.New(f.String()))
		}
		return err
	}
	set.Trust = list
	return nil
}

// frameworks opens the folder with the content that is in use here, if there is one.
func frameworks(folder string) (*proficiency.Catalog, error) {
	if folder == "" {
		return nil, nil
	}
	catalog, err := proficiency.NewCatalog(os.DirFS(folder))
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", folder, cause(err))
	}
	return catalog, nil
}

// verifyAll checks one file after another. One that cannot be read keeps no
// other from being checked.
func (s *session) verifyAll(files []string, set *check.Against, out format) (bool, error) {
	count := map[credential.Verdict]int{}
	var failed error
	for _, file := range files {
		data, err := s.read(file)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		found := check.File(data, set)
		count[found.Verdict]++
		if err := s.show(file, &found, out); err != nil {
			return false, err
		}
	}
	if out == "text" && len(files) > 1 && s.shown > 0 {
		s.printf("\n%d files: %d accepted, %d refused, %d not accepted because not everything could be checked%s\n", len(files),
			count[credential.Accepted], count[credential.Refused], count[credential.Incomplete], unread(len(files)-s.shown))
	}
	return count[credential.Accepted] == len(files), failed
}

func unread(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", %d not read", n)
}

// show prints what is said of one file.
func (s *session) show(file string, f *check.Finding, out format) error {
	s.shown++
	if out == "json" {
		fields := f.Fields()
		fields["file"] = shown(file)
		line, err := json.Marshal(fields)
		if err != nil {
			return fmt.Errorf("cannot write: %w", err)
		}
		s.printf("%s\n", line)
		return nil
	}
	if s.shown > 1 {
		s.printf("\n")
	}
	s.printf("%s: %s", shown(file), f.AppendText(nil))
	return nil
}
