// Command ownstore shows a platform that keeps enrolments in a table of its own
// database, by a store of two methods, and enrols a learner in the same
// transaction in which it books them on a course: both or neither.
//
//	go run ./examples/ownstore
//
// The store is store.go; platform.go is the platform around it. The database is
// a SQLite file that is thrown away, and everybody in it is made up.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/countersign-go/countersign/workflow"
)

func main() {
	if err := inFolder(func(folder string) error { return run(context.Background(), os.Stdout, folder) }); err != nil {
		fmt.Fprintln(os.Stderr, "ownstore:", err)
		os.Exit(1)
	}
}

func inFolder(use func(folder string) error) error {
	folder, err := os.MkdirTemp("", "countersign-")
	if err != nil {
		return err
	}
	return errors.Join(use(folder), os.RemoveAll(folder))
}

// run books, and shows after each booking what there is.
func run(ctx context.Context, w io.Writer, folder string) error {
	p, err := newPlatform(ctx, filepath.Join(folder, "platform.db"))
	if err != nil {
		return err
	}
	for _, b := range []struct{ by, user int64 }{
		{1, 2}, // the educator books a nurse
		{3, 4}, // a nurse has no right to enrol a colleague
		{1, 3},
		{1, 4}, // both seats are taken by now
	} {
		if err == nil {
			err = p.show(ctx, w, b.by, b.user)
		}
	}
	return errors.Join(err, p.db.Close())
}

// show books a user on course 10, and says what came of it.
func (p *Platform) show(ctx context.Context, w io.Writer, by, user int64) error {
	err := p.book(ctx, by, user, 10)
	var denied *workflow.Denied
	switch {
	case err == nil:
		fmt.Fprintf(w, "user %d books user %d: done\n", by, user)
	case errors.As(err, &denied):
		fmt.Fprintf(w, "user %d books user %d: the enrolment is refused: %s [%s]\n", by, user, denied.Reasons[0].Message, denied.Reasons[0].Code)
	case errors.Is(err, errFull):
		fmt.Fprintf(w, "user %d books user %d: %v\n", by, user, err)
	default:
		return err
	}
	var booked, enrolled, seats int
	err = p.db.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM bookings), (SELECT count(DISTINCT enrolment) FROM learning_log), (SELECT sum(seats) FROM courses)`).
		Scan(&booked, &enrolled, &seats)
	fmt.Fprintf(w, "    booked %d, enrolled %d, seats left %d\n", booked, enrolled, seats)
	return err
}
