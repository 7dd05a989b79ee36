package workflow

import (
	"fmt"
	"strconv"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// DueNotices are the notices of what [Due] says, to whose turn it is. It is pure,
// and made to be asked every night: the key of a notice is the same for as long as
// the duty is, so that a host sends each once. What came back to the learner
// without saying when has another key after each record of the enrolment.
func DueNotices(s *Summary, now time.Time, o DueOptions) []Notice {
	duties := Due(s, now, o)
	notices := make([]Notice, len(duties))
	for i := range duties {
		notices[i] = duties[i].notice(s, now, o.Zone)
	}
	return notices
}

func (d *Duty) notice(s *Summary, now time.Time, zone *time.Location) Notice {
	if zone == nil {
		zone = time.UTC
	}
	n := Notice{
		To: d.With, Kind: NoticeDue(d.Kind), Enrolment: s.Enrolment, Framework: s.Framework, Learner: s.Learner, Subject: s.Subject(),
		At: now, Count: d.Items, Version: d.Version,
	}
	about := "record-" + strconv.FormatUint(uint64(s.Seq), 10)
	switch {
	case d.Request > 0:
		about, n.Date = "request-"+strconv.FormatUint(uint64(d.Request), 10), proficiency.DateOf(d.At, zone)
	case d.At.IsZero():
	case d.Kind == DutyRetired:
		about, n.Date = d.At.UTC().Format(time.RFC3339), proficiency.DateOf(d.At, zone)
	default:
		about, n.Date = d.At.UTC().Format(time.RFC3339), proficiency.DateOf(d.At.Add(-1), zone)
	}
	if d.Kind == DutyComplete || d.Kind == DutyOverdue {
		n.Date = s.CompleteBy // as it was set, in whatever zone
	}
	n.Key = fmt.Sprintf("%s/%s/%s/%s/%s", s.Enrolment, n.Kind, s.Framework.Version, about, d.With)
	return n
}
