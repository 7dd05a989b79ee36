package storetest

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/workflow"
)

// These forge what callers were told; the letters are requests, one a record.

func loaded(begin, end int, after workflow.Seq, letters string) operation {
	return operation{enrolment: "e-1", begin: begin, end: end, after: after, requests: requests(letters)}
}

func given(begin, end int, after workflow.Seq, letters string, err error) operation {
	o := loaded(begin, end, after, letters)
	o.append, o.err = true, err
	return o
}

func requests(letters string) (out []workflow.RequestID) {
	for _, letter := range strings.Split(letters, "") {
		out = append(out, workflow.RequestID(letter))
	}
	return out
}

var (
	errLost     = errors.New("nobody knows")
	errConflict = workflow.ErrConflict
)

func TestHistoriesThatAreLinearisable(t *testing.T) {
	t.Parallel()
	for name, ops := range map[string][]operation{
		"nothing":                  {},
		"nothing is there":         {loaded(1, 2, 0, ""), loaded(3, 4, 7, "")},
		"one after another":        {given(1, 2, 0, "a", nil), loaded(3, 4, 0, "a"), given(5, 6, 1, "bc", nil), loaded(7, 8, 1, "bc"), loaded(9, 10, 3, "")},
		"a load during an append":  {given(1, 6, 0, "a", nil), loaded(2, 3, 0, ""), loaded(4, 5, 0, "a")},
		"a load that saw nothing":  {given(1, 3, 0, "a", nil), loaded(2, 4, 0, "")},
		"a race":                   {given(1, 4, 0, "a", nil), given(2, 3, 0, "b", errConflict), loaded(5, 6, 0, "a")},
		"late":                     {given(1, 2, 0, "a", nil), given(3, 4, 0, "b", errConflict), loaded(5, 6, 0, "a")},
		"ahead":                    {given(1, 2, 1, "b", errConflict), given(3, 4, 0, "a", nil), loaded(5, 6, 0, "a")},
		"ahead of what comes":      {given(1, 6, 0, "a", nil), given(2, 5, 1, "b", errConflict), given(7, 8, 1, "c", nil), loaded(9, 10, 0, "ac")},
		"far ahead":                {given(1, 2, 0, "a", nil), given(3, 4, 9, "b", errConflict)},
		"in the middle of a batch": {given(1, 2, 0, "ab", nil), given(3, 4, 1, "c", errConflict)},
		"not stored":               {given(1, 2, 0, "a", workflow.ErrNotStored), loaded(3, 4, 0, "")},
		"unknown, and stored":      {given(1, 2, 0, "a", errLost), loaded(3, 4, 0, "a")},
		"unknown, and not":         {given(1, 2, 0, "a", errLost), loaded(3, 4, 0, "")},
		"unknown, and late":        {given(1, 2, 0, "a", errLost), loaded(3, 4, 0, ""), loaded(5, 6, 0, "a")},
		"lost, and sent again":     {given(1, 2, 0, "a", errLost), given(3, 4, 0, "a", nil), loaded(5, 6, 0, "a")},
		"lost, and there already":  {given(1, 2, 0, "a", errLost), given(3, 4, 0, "a", errConflict), loaded(5, 6, 0, "a")},
		"refused, and sent again":  {given(1, 2, 0, "a", workflow.ErrNotStored), given(3, 6, 0, "a", errLost), loaded(4, 5, 0, "a")},
		"lost twice, the first in": {given(2, 6, 0, "a", errLost), given(1, 7, 0, "a", errLost), loaded(3, 5, 0, "a")},
		"an answer that is slow":   {given(1, 9, 0, "a", nil), given(2, 4, 1, "b", nil), loaded(5, 6, 0, "ab")},
	} {
		assert.NoError(t, linear(ops), name)
	}
}

func TestHistoriesThatAreNotLinearisable(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ops  []operation
		want string
	}{
		"a load that misses what was stored":  {[]operation{given(1, 2, 0, "a", nil), loaded(3, 4, 0, "")}, "took effect after the begin of the load at 3–4"},
		"a load that misses the last":         {[]operation{given(1, 2, 0, "a", nil), given(3, 4, 1, "b", nil), loaded(5, 6, 0, "a"), loaded(7, 8, 0, "ab")}, "after the begin of the load at 5–6"},
		"a tail that misses the last":         {[]operation{given(1, 2, 0, "a", nil), given(3, 4, 1, "b", nil), loaded(5, 6, 1, ""), loaded(7, 8, 0, "ab")}, "after the begin of the load at 5–6"},
		"a read that goes back":               {[]operation{given(1, 9, 0, "a", nil), loaded(2, 3, 0, "a"), loaded(4, 5, 0, "")}, "before the end of the load at 2–3"},
		"a read that goes back, of a lost":    {[]operation{given(1, 2, 0, "a", errLost), loaded(3, 4, 0, "a"), loaded(5, 6, 0, ""), loaded(7, 8, 0, "a")}, "before the end of the load at 3–4"},
		"a load of the future":                {[]operation{loaded(1, 2, 0, "a"), given(3, 4, 0, "a", nil)}, "before the end of the load at 1–2"},
		"an append before what it follows":    {[]operation{given(1, 2, 1, "b", nil), given(3, 4, 0, "a", nil), loaded(5, 6, 0, "ab")}, "after the begin of the append at 3–4"},
		"two first":                           {[]operation{given(1, 3, 0, "a", nil), given(2, 4, 0, "b", nil), loaded(5, 6, 0, "a")}, `record 1 was "a" and is "b"`},
		"a refused append that is there":      {[]operation{given(1, 2, 0, "a", workflow.ErrNotStored), loaded(3, 4, 0, "a")}, "that record 1 is stored by the append at 1–2"},
		"a conflict that is there":            {[]operation{given(1, 4, 0, "a", nil), given(2, 3, 1, "b", errConflict), loaded(5, 6, 0, "ab")}, "that record 2 is stored by the append at 2–3"},
		"a conflict for nothing":              {[]operation{given(1, 2, 0, "a", errConflict), loaded(3, 4, 0, "")}, "nobody was first"},
		"a conflict before the winner came":   {[]operation{given(1, 2, 0, "a", errConflict), given(3, 4, 0, "b", nil)}, "nobody was first"},
		"a conflict behind what is the last":  {[]operation{given(1, 2, 0, "a", nil), given(3, 4, 1, "b", errConflict), loaded(5, 6, 0, "a")}, "after the begin of the append at 3–4"},
		"a conflict behind what one saw last": {[]operation{given(1, 9, 0, "a", nil), loaded(2, 3, 0, "a"), given(4, 5, 1, "b", errConflict), given(6, 7, 1, "c", nil)}, "after the begin of the append at 4–5"},
		"a part of a batch":                   {[]operation{given(1, 4, 0, "ab", nil), loaded(2, 3, 0, "a")}, "which shows a part of the append at 1–4"},
		"a part of a later batch":             {[]operation{given(1, 2, 0, "a", nil), given(3, 6, 1, "bc", nil), loaded(4, 5, 0, "ab")}, "which shows a part of the append at 3–6"},
		"stored twice":                        {[]operation{given(1, 2, 0, "a", nil), given(3, 4, 0, "a", nil), loaded(5, 6, 0, "a")}, "stored 2 times"},
		"there before it was sent again":      {[]operation{given(1, 2, 0, "a", workflow.ErrNotStored), loaded(3, 4, 0, "a"), given(5, 6, 0, "a", nil)}, "before the end of the load at 3–4"},
		"a part of what was lost":             {[]operation{given(1, 2, 0, "ab", errLost), loaded(3, 4, 0, "a")}, "stored elsewhere or in part"},
		"elsewhere":                           {[]operation{given(1, 2, 0, "a", nil), given(3, 4, 2, "b", errLost), loaded(5, 6, 0, "ab")}, "stored elsewhere or in part"},
		"what nobody appended":                {[]operation{given(1, 2, 0, "a", nil), loaded(3, 4, 0, "ax")}, "which nobody appended"},
		"two views of one record":             {[]operation{given(1, 2, 0, "a", errLost), given(3, 4, 0, "b", errLost), loaded(5, 6, 0, "a"), loaded(7, 8, 0, "b")}, `record 1 was "a" and is "b"`},
		"what nobody has seen":                {[]operation{given(1, 2, 1, "b", nil)}, "nobody has seen record 1 of 2"},
	} {
		assert.ErrorContains(t, linear(c.ops), c.want, name)
	}
}

// Each enrolment is looked at by itself, and named.
func TestHistoriesOfSeveralEnrolments(t *testing.T) {
	t.Parallel()
	other := given(1, 2, 0, "a", nil)
	other.enrolment = "e-2"
	h := history{operations: []operation{given(3, 4, 0, "b", nil), other}}
	assert.NoError(t, h.check())
	missed := loaded(5, 6, 0, "")
	missed.enrolment = "e-2"
	h.operations = append(h.operations, missed)
	assert.ErrorContains(t, h.check(), `"e-2": no order of one after another explains that the append at 1–2`)
	assert.NotContains(t, h.check().Error(), "e-1")
}
