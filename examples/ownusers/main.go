// Command ownusers shows a platform that keeps its users, their jobs and its
// sites in tables of its own, and embeds enrolments by one method on them.
//
//	go run ./examples/ownusers
//
// The tables are slices here, so that there is nothing to install; with a
// database, [Tables.Facts] is three SELECTs. Everybody in them is made up.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "ownusers:", err)
		os.Exit(1)
	}
}

// run has one proficiency confirmed, and shows what the tables decide.
func run(ctx context.Context, w io.Writer) error {
	tables := example()
	engine, err := workflow.NewEngine(frameworks.Catalog(), tables, memstore.New(), workflow.Options{Key: []byte("ownusers: not a secret")})
	if err != nil {
		return err
	}
	var id workflow.EnrolmentID
	do := func(actor workflow.PersonID, c workflow.Command) error {
		res, err := engine.Do(ctx, workflow.Request{Actor: actor, Enrolment: id, Command: c})
		if denied := (*workflow.Denied)(nil); errors.As(err, &denied) {
			fmt.Fprintf(w, "%s by %s is refused: %s [%s]\n", c.Kind(), actor, denied.Reasons[0].Message, denied.Reasons[0].Code)
			return nil
		}
		if err != nil {
			return err
		}
		id = res.Enrolment
		fmt.Fprintf(w, "%s by %s, with the tables at %s\n", c.Kind(), actor, res.Record.Register)
		return nil
	}
	item := proficiency.ItemID("local-induction")
	steps := []func() error{
		func() error {
			return do("user-1", &workflow.Enrol{Learner: "user-3", Centre: "site-1", Framework: proficiency.Ref{ID: "hand-hygiene"}})
		},
		func() error { return do("user-3", workflow.Answer(item, "yes")) },
		func() error {
			return do("user-3", &workflow.RequestConfirmation{Items: []proficiency.ItemID{item}, To: "user-2"})
		},
		func() error { tables.end("user-2", "assessor"); return nil },
		func() error { return do("user-2", &workflow.Confirm{Items: []workflow.Seen{{Item: item, Basis: 2}}}) },
		func() error {
			tables.hire(Job{User: "user-2", Site: "site-1", Title: "assessor"})
			return nil
		},
		func() error { return do("user-2", &workflow.Confirm{Items: []workflow.Seen{{Item: item, Basis: 2}}}) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// example is a site with an educator, an assessor, and a learner whom the
// educator looks after.
func example() *Tables {
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	return &Tables{
		Sites: []Site{{ID: "site-1", Kind: "hospital", TimeZone: "Europe/London"}},
		Users: []User{{ID: "user-1"}, {ID: "user-2"}, {ID: "user-3", Educator: "user-1"}},
		Jobs: []Job{
			{User: "user-1", Site: "site-1", Title: "educator"}, {User: "user-2", Site: "site-1", Title: "assessor"},
			{User: "user-3", Site: "site-1", Title: "nurse"},
		},
		clock: func() time.Time { now = now.Add(time.Minute); return now },
	}
}
