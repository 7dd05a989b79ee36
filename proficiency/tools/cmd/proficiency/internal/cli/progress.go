package cli

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// A bar shows on a terminal how far work has come. It has no colour and asks a
// terminal for nothing but to go back to the beginning of the line. A nil bar
// shows nothing.
type bar struct {
	w           io.Writer
	now         func() time.Time
	begun       time.Time
	total, done int64 // total is 0 where it is not known
	next        int64 // when it is drawn again
	drawn       int   // columns
}

// newBar is nil where there is no terminal.
func (s *session) newBar(total int64) *bar {
	if s.terminal == nil {
		return nil
	}
	return &bar{w: s.terminal, now: time.Now, begun: time.Now(), total: total}
}

// step says that n more are done. It draws a thousand times in all, or each thousand.
func (b *bar) step(n int64) {
	if b == nil {
		return
	}
	if b.done += n; b.done < b.next {
		return
	}
	b.next = b.done + max(1, b.total/1000)
	if b.total == 0 {
		b.next = b.done + 1000
	}
	b.draw(b.line())
}

// columns is how many the bar itself has.
const columns = 30

func (b *bar) line() string {
	if b.total <= 0 {
		return fmt.Sprintf("%d done", b.done)
	}
	done := min(b.done, b.total) // others may add while it is counted
	full := int(columns * done / b.total)
	line := fmt.Sprintf("[%s%s] %d%%", strings.Repeat("#", full), strings.Repeat(".", columns-full), 100*done/b.total)
	if left := b.left(done); left >= time.Second {
		line += ", " + left.String() + " left"
	}
	return line
}

// left is how long it takes if it goes on as it did.
func (b *bar) left(done int64) time.Duration {
	if done == 0 {
		return 0
	}
	gone := b.now().Sub(b.begun)
	return time.Duration(float64(gone) * float64(b.total-done) / float64(done)).Round(time.Second)
}

func (b *bar) draw(line string) {
	fmt.Fprintf(b.w, "\r%-*s", b.drawn, line) // where this fails, nobody looks
	b.drawn = len(line)
}

// clear takes the bar away, for something else to be shown. The next step draws it again.
func (b *bar) clear() {
	if b == nil || b.drawn == 0 {
		return
	}
	b.draw("")
	fmt.Fprint(b.w, "\r")
	b.next = 0
}
