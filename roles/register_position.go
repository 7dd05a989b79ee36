package roles

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A RegisterPosition says how far the register was read, so that it can be
// read like that again. It is either the centres read, in order of their ids,
// each with the number of its last record, 0 where there was none:
//
//	trust-1@12 university-1@7
//
// or, where that would be longer than [MaxIDLength], the time of the latest of
// these records:
//
//	at 2026-11-28T09:30:00.000000Z
//
// That says the same of every centre as long as clocks agree: a record that
// another machine, its clock behind, adds later with an earlier time counts as
// read. In ids a space, @, % and control characters are written as % and two
// hexadecimal digits. It is empty where no centre was read.
type RegisterPosition string

const instantPosition = "at "

// readPosition is the position at which the states are, which are in order.
func readPosition(states []CentreState) RegisterPosition {
	var b strings.Builder
	var last time.Time
	for i := range states {
		s := &states[i]
		if i > 0 {
			b.WriteByte(' ')
		}
		writeEscaped(&b, string(s.id))
		b.WriteByte('@')
		b.WriteString(strconv.FormatUint(uint64(s.seq), 10))
		if s.at.After(last) {
			last = s.at
		}
	}
	if b.Len() > MaxIDLength {
		return RegisterPosition(instantPosition + last.Format(registerTime))
	}
	return RegisterPosition(b.String())
}

func mustEscape(c byte) bool { return c <= ' ' || c == '@' || c == '%' || c == 0x7f }

func writeEscaped(b *strings.Builder, id string) {
	const digits = "0123456789ABCDEF"
	for _, c := range []byte(id) {
		if mustEscape(c) {
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
}

// unescape reads exactly what writeEscaped writes.
func unescape(text string) (string, bool) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '%' {
			if i+2 >= len(text) {
				return "", false
			}
			n, err := strconv.ParseUint(text[i+1:i+3], 16, 8)
			if err != nil {
				return "", false
			}
			c, i = byte(n), i+2
		}
		b.WriteByte(c)
	}
	var again strings.Builder
	writeEscaped(&again, b.String())
	return b.String(), again.String() == text
}

// A centrePosition is one centre's part of a position.
type centrePosition struct {
	id  CentreID
	seq RegisterSeq
}

var errPosition = errors.New("roles: this is no position of a register")

// parse reads what readPosition wrote: an instant, or centres.
func (p RegisterPosition) parse() (at time.Time, centres []centrePosition, err error) {
	text := string(p)
	if len(text) > MaxIDLength {
		return at, nil, errPosition
	}
	if instant, ok := strings.CutPrefix(text, instantPosition); ok {
		if at, err = time.Parse(registerTime, instant); err != nil || at.Format(registerTime) != instant {
			return time.Time{}, nil, fmt.Errorf("%w: %q", errPosition, text)
		}
		return at, nil, nil
	}
	if text == "" {
		return at, nil, nil
	}
	for part := range strings.SplitSeq(text, " ") {
		name, number, _ := strings.Cut(part, "@")
		id, ok := unescape(name)
		seq, numErr := strconv.ParseUint(number, 10, 64)
		inOrder := len(centres) == 0 || centres[len(centres)-1].id < CentreID(id)
		if !ok || id == "" || numErr != nil || strconv.FormatUint(seq, 10) != number || !inOrder {
			return at, nil, fmt.Errorf("%w: %q", errPosition, text)
		}
		centres = append(centres, centrePosition{CentreID(id), RegisterSeq(seq)})
	}
	return at, centres, nil
}

// AtPosition gives the registers of centres as they were at a position, in
// order of their ids, without those that had no record. Of a position that is an
// instant these are the centres given, such as those of the enrolment whose
// record has it; where none is given, every one there is, which takes a store that
// is a [Finder] or [RegisterOptions.Centres]: else the error is [ErrUnsupported].
// Any other position names its centres itself. A record that is not there is
// [ErrUnknownPosition].
func (g *Register) AtPosition(ctx context.Context, p RegisterPosition, of ...CentreID) ([]CentreState, error) {
	at, centres, err := p.parse()
	if err != nil {
		return nil, err
	}
	if !at.IsZero() {
		return g.allAt(ctx, at, of)
	}
	var out []CentreState
	for _, c := range centres {
		if c.seq == 0 {
			continue
		}
		s, err := g.AtSeq(ctx, c.id, c.seq)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// allAt are the registers of centres, or of all of them, as of an instant.
func (g *Register) allAt(ctx context.Context, at time.Time, ids []CentreID) (out []CentreState, err error) {
	if len(ids) == 0 {
		if ids, err = g.centres(ctx, ""); err != nil {
			return nil, err
		}
	}
	ids = slices.Clone(ids)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		switch s, err := g.At(ctx, id, at); {
		case err == nil:
			out = append(out, s)
		case !errors.Is(err, ErrUnknownCentre):
			return nil, err
		}
	}
	return out, nil
}
