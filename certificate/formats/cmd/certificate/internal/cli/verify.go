package cli

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/countersign-go/countersign/certificate/formats/credential"
)

const verifyDetails = `FILE is a credential as JSON or as a JWT, a PNG or an SVG with one in it, a PDF with some attached, or a status list;
- is standard input. Nothing is fetched: what a file is checked against is given by flags. Nobody signs the pages of a
PDF: compare them with what is attached, which the verdict is about.

  --trust     says whose keys are whose; without it nobody is trusted, and nothing is accepted
  --status    is a list that the issuer signed of what it has taken back; give the newest
  --holder    is what the person who shows the file says is theirs, such as their registration number

A file is accepted only if every question could be checked and passed. With --format json each file is one object a
line, with codes that stay the same:

    {"file":"badge.json","kind":"credential","verdict":"refused","at":"2026-11-21T10:00:00Z","answers":{"signature":
    {"outcome":"failed","reasons":[{"code":"wrong-signature","message":"…"}]},…},"says":{"name":"…",…}}`

func verify(flags *flag.FlagSet) action {
	var trust, folder string
	var lists texts
	var at instant
	set, out := settings{}, format("text")
	flags.StringVar(&trust, "trust", "", "`FILE` with the organisations that are trusted, and their keys")
	flags.Var(&lists, "status", "`FILE` with a status list; may be repeated")
	flags.StringVar(&set.holder, "holder", "", "`WHO` shows the file: what they give as theirs")
	flags.Var(&at, "at", "`TIME` for which the files are checked, such as 2026-01-31T12:00:00Z; without it, now")
	flags.StringVar(&folder, "contexts", "", "`DIR` with published JSON-LD contexts, for credentials of others: each under its URL without https://")
	flags.Var(&out, "format", "`FORMAT` is text or json")
	return func(s *session, args []string) (bool, error) {
		if len(args) == 0 {
			return false, wrong("name the files to check")
		}
		set.at = at.or(s.now)
		if folder != "" {
			set.contexts = os.DirFS(folder)
		}
		if err := s.against(&set, trust, lists); err != nil {
			return false, err
		}
		return s.verifyAll(args, &set, out)
	}
}

// against reads what files are checked against.
func (s *session) against(set *settings, trust string, lists texts) error {
	for _, file := range lists {
		list, err := s.read(file)
		if err != nil {
			return err
		}
		set.lists = append(set.lists, list)
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
	set.trust = list
	return nil
}

// verifyAll checks one file after another. One that cannot be read keeps no
// other from being checked.
func (s *session) verifyAll(files []string, set *settings, out format) (bool, error) {
	count := map[credential.Verdict]int{}
	var failed error
	for _, file := range files {
		data, err := s.read(file)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		found := kindOf(data).verify(data, set)
		count[found.verdict]++
		if err := s.show(file, found, out); err != nil {
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
func (s *session) show(file string, f finding, out format) error {
	s.shown++
	if out == "json" {
		f.json["file"] = shown(file)
		line, err := json.Marshal(f.json)
		if err != nil {
			return fmt.Errorf("cannot write: %w", err)
		}
		s.printf("%s\n", line)
		return nil
	}
	if s.shown > 1 {
		s.printf("\n")
	}
	s.printf("%s: %s", shown(file), f.text)
	return nil
}
