package credential_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// largeIssue is a certificate of a framework of that many items, all from paper.
func largeIssue(t tester, items int) issue {
	t.Helper()
	text := "format: countersign/v1\nid: many\nversion: 1.0.0\ntitle: Many\ncategory: clinical\n" +
		"scales: {practice: [{id: learning, label: Still learning}, {id: safe, label: Safe alone, meets: true}]}\n" +
		"defaults: {kind: skill, scale: practice, confirmed_by: [assessor]}\nsign_off: {by: [educator-manager]}\n" +
		"sections:\n  - id: all\n    title: All\n    proficiencies:\n"
	var ids []proficiency.ItemID
	for i := range items {
		id := fmt.Sprint("item-", i)
		text += fmt.Sprintf("      - {id: %s, number: \"1.%d\", statement: Does the thing with the number %d as it is written down.}\n", id, i, i)
		ids = append(ids, proficiency.ItemID(id))
	}
	catalog, err := proficiency.NewCatalog(fstest.MapFS{
		"many/1.0.0/many.yaml":      {Data: []byte(text)},
		"many/1.0.0/lifecycle.yaml": {Data: []byte("status: published\npublished: 2026-01-01\n")},
	})
	require.NoError(t, err)
	w := newWardOf(t, catalog, "many")
	for part := range slices.Chunk(ids, 200) { // a record holds no more than some
		w.do(educator, &workflow.RecordPaper{
			Items: part, ConfirmedBy: "a ward sister", Role: "assessor", On: proficiency.Date{Year: 2026, Month: 6, Day: 30},
		})
	}
	w.do(learner, &workflow.RequestSignOff{To: educator, Accept: true})
	w.do(educator, &workflow.SignOff{Accept: true})
	v := w.view()
	c, err := certificate.For(context.Background(), v.Framework, &v.State, w.now, names, nil)
	require.NoError(t, err)
	return issue{c, credential.Options{
		Now: now, Framework: v.Framework, State: &v.State, Status: credential.StatusEntry{List: listURL, Index: 4242},
	}}
}

// A framework as large as those in use fits, and is accepted here and by others.
func TestLargeFramework(t *testing.T) {
	t.Parallel()
	i := largeIssue(t, 670)
	issuer := hospitals(t, keyFrom("issuer"))
	b, err := credential.Issue(t.Context(), i.cert, issuer, i.options)
	require.NoError(t, err)
	assert.Less(t, len(b), 500_000)
	d := newDesk(t)
	r := d.verify(b)
	assert.Equal(t, credential.Accepted, r.Verdict(), "%v", r.Signature)
	assert.Equal(t, 670, r.Says.Results)
	baked, err := credential.Bake(aPNG(t), b)
	require.NoError(t, err)
	assert.Equal(t, credential.Accepted, d.verify(baked).Verdict())

	o := askOthers(t)
	var f bazaarFinding
	q := question{Op: "bazaar", Now: later, Document: b, Documents: map[string]json.RawMessage{listURL: statusList(t, issuer)}}
	require.Empty(t, o.ask(t, q, &f))
	assert.True(t, f.Verified, f.Error)
}
