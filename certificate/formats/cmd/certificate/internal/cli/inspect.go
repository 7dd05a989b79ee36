package cli

import (
	"errors"
	"flag"
	"fmt"

	"github.com/countersign-go/countersign/certificate/formats/check"
)

const inspectDetails = `FILE is any that verify takes; - is standard input. Anybody can write anything into a file: what is shown here is
believed by nobody. With --format json each file is one object a line, with the whole document in it.`

func inspect(flags *flag.FlagSet) action {
	out := format("text")
	flags.Var(&out, "format", "`FORMAT` is text or json")
	return func(s *session, args []string) (bool, error) {
		if len(args) == 0 {
			return false, wrong("name the files to show")
		}
		var failed error
		for _, file := range args {
			data, err := s.read(file)
			if err != nil {
				failed = errors.Join(failed, err)
				continue
			}
			found, err := check.Inspect(data)
			if err != nil {
				failed = errors.Join(failed, fmt.Errorf("%s: %s", shown(file), trimmed(err.Error())))
				continue
			}
			if err := s.show(file, &found, out); err != nil {
				return false, err
			}
		}
		return failed == nil, failed
	}
}
