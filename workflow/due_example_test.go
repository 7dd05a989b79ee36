package workflow_test

import (
	"fmt"
	"testing/fstest"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A nightly job of a platform asks for every enrolment that it lists; see
// [workflow.Engine.List].
func ExampleDue() {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		fmt.Println(err)
		return
	}
	listed := workflow.Summary{
		Learner: "learner-1", Status: workflow.StatusInProgress,
		CompleteBy: proficiency.Date{Year: 2026, Month: time.June, Day: 30}, DueAt: time.Date(2026, 6, 30, 23, 0, 0, 0, time.UTC),
		Pending: []workflow.Pending{{With: "assessor-1", Request: 7, Since: time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC), Items: 3}},
		Lapses:  []workflow.Lapse{{At: time.Date(2026, 6, 14, 23, 0, 0, 0, time.UTC), Items: 2}},
	}
	now := time.Date(2026, 6, 1, 2, 0, 0, 0, time.UTC)
	for _, d := range workflow.Due(&listed, now, workflow.DueOptions{Zone: london}) {
		switch d.Kind {
		case workflow.DutyComplete, workflow.DutyOverdue:
			fmt.Println(d.Kind, "by", d.With, "before", d.At.In(london).Format(time.DateTime))
		case workflow.DutyConfirm, workflow.DutySignOff:
			fmt.Println(d.Kind, "by", d.With, "asked", d.At.In(london).Format(time.DateTime))
		default:
			fmt.Println(d.Kind, "by", d.With, "items", d.Items)
		}
	}
	// Output:
	// complete by learner-1 before 2026-07-01 00:00:00
	// confirm by assessor-1 asked 2026-05-01 10:00:00
	// renew by learner-1 items 2
}

// A nightly job tells learners and supervisors of a version that comes to its
// end while they can still finish it.
func ExampleVersionEnds() {
	files := fstest.MapFS{}
	for version, life := range map[string]string{
		"1.0.0": "status: published\npublished: 2026-01-01\nenrolment_until: 2026-05-31\nfinish_by: 2026-06-30\n",
		"1.1.0": "status: published\npublished: 2026-06-01\n",
	} {
		content := "format: countersign/v1\nid: hand-care\nversion: " + version + "\ntitle: Hand care\ncategory: community\n" +
			"scales: {done: [{id: no-one, label: Not yet}, {id: done, label: Done, meets: true}]}\n" +
			"defaults: {scale: done, kind: skill, confirmed_by: [assessor]}\nsign_off: {by: [educator-manager]}\n" +
			"sections: [{id: all, title: All, proficiencies: [{id: wash, statement: Wash your hands.}]}]\n"
		files["hand-care/"+version+"/hand-care.yaml"] = &fstest.MapFile{Data: []byte(content)}
		files["hand-care/"+version+"/lifecycle.yaml"] = &fstest.MapFile{Data: []byte(life)}
	}
	catalog, err := proficiency.NewCatalog(files)
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 6, 15, 2, 0, 0, 0, time.UTC)
	ends, err := workflow.VersionEnds(catalog, proficiency.DateOf(now, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	on := proficiency.Ref{ID: "hand-care", Version: proficiency.Version{Major: 1}}
	fw, err := catalog.Framework(on)
	if err != nil {
		fmt.Println(err)
		return
	}
	listed := workflow.Summary{
		Enrolment: "e-1", Learner: "learner-1", Supervisors: []workflow.PersonID{"educator-1"}, Framework: on, Status: workflow.StatusInProgress,
	}
	for _, n := range workflow.DueNotices(&listed, now, workflow.DueOptions{Ends: ends}) {
		message := workflow.English().Say(fw, n, nil)
		fmt.Printf("to %s: %s\n    %s\n", n.To, message.Subject, message.Body)
	}
	// Output:
	// to learner-1: To be signed off, or upgraded, by 2026-06-30
	//     Sign-off of this version of Hand care by learner-1 can be asked for until 2026-06-30. What is not asked for by then goes on with a newer version. Version to go on with: 1.1.0.
	// to educator-1: To be signed off, or upgraded, by 2026-06-30
	//     Sign-off of this version of Hand care by learner-1 can be asked for until 2026-06-30. What is not asked for by then goes on with a newer version. Version to go on with: 1.1.0.
}
