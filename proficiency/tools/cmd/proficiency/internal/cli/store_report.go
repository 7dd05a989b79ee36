package cli

import (
	"encoding/json"
	"flag"
	"fmt"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A format is how results are written: as text, or as one JSON object a line.
type format string

func formatFlag(flags *flag.FlagSet) *format {
	f := format("text")
	flags.Var(&f, "format", "`FORMAT` is text or json, one object a line")
	return &f
}

func (f *format) String() string { return string(*f) }

func (f *format) Set(s string) error { return oneOf((*string)(f), s, "text", "json") }

// A report writes results in a format, with the bar out of the way.
type report struct {
	*session
	format *format
	bar    *bar
}

// line writes one result.
func (r *report) line(object any, text string) {
	r.bar.clear()
	if *r.format == "json" {
		b, _ := json.Marshal(object) // of strings and numbers
		r.printf("%s\n", b)
	} else {
		r.printf("%s\n", text)
	}
	_ = r.out.Flush() // Main says if that failed
}

// A finding is something that is not as it should be, as it is written.
type finding struct {
	Code      string               `json:"code"`
	Enrolment workflow.EnrolmentID `json:"enrolment,omitempty"`
	Centre    roles.CentreID       `json:"centre,omitempty"`
	Seq       uint64               `json:"seq,omitempty"`
	Message   string               `json:"message"`
	Remedy    string               `json:"remedy"`
}

func (r *report) findings(all []finding) {
	for _, f := range all {
		where := ""
		if f.Enrolment != "" || f.Centre != "" {
			where = about(f.Enrolment, f.Centre)
			if f.Seq > 0 {
				where += fmt.Sprintf(", record %d", f.Seq)
			}
			where += ": "
		}
		r.line(f, fmt.Sprintf("%s%s [%s]\nremedy: %s", where, plain(f.Message), f.Code, f.Remedy))
	}
}

// about names an enrolment, or a centre's register.
func about(id workflow.EnrolmentID, centre roles.CentreID) string {
	if centre != "" {
		return "the register of " + plain(string(centre))
	}
	return plain(string(id))
}

// count is a number of things.
func count(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}
