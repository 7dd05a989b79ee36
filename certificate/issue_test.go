package certificate_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func TestForSaysWhatTheSignOffFixed(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	serial := w.done()
	c := w.certificate(latin())
	s := w.state()
	people := latin().People
	assert.Equal(t, certificate.Content{
		Learner: people[learner],
		Framework: certificate.Framework{
			Title: "Bedside basics", ID: "bedside-basics", Version: proficiency.Version{Major: 1},
			Digest: s.FrameworkDigest(), Language: "en-GB", Items: "skills",
		},
		Signatory: certificate.Signatory{Person: people[educator], Role: "Educator/Manager", Centre: "Example Hospitals Trust"},
		On:        proficiency.Date{Year: 2026, Month: 11, Day: 21}, // half past midnight, in the centre's zone
		Mandatory: 3,
		Optional:  []certificate.OptionalCount{{Section: "Using the hoist", Items: 2}, {Section: "Talking", Items: 1}},
		Confirmers: []certificate.Confirmer{
			{Person: people[second], Items: 3}, {Person: people[first], Items: 2}, {Person: people[educator], Items: 1},
		},
		Serial: serial,
		Head:   certificate.Head{Record: s.Seq(), Hash: s.Head()},
	}, c.Content())
	assert.Equal(t, serial, c.Serial())
	assert.Equal(t, "https://learning.example/verify/"+serial, c.Link())
}

// Behaviour 45: those who confirmed what stands, not those asked, superseded or removed.
func TestOnlyThoseWhoseDecisionsStand(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.confirm(first, "pulse", "breaths")
	w.do(learner, workflow.Answer("chart", "achieved"))
	w.ask(first, "chart")
	w.do(learner, &workflow.WithdrawRequest{Items: []proficiency.ItemID{"chart"}}) // asked only
	w.confirm(educator, "chart")
	for _, it := range mandatory[:2] { // superseded, all that the first had confirmed
		w.do(learner, &workflow.SelfAssess{Overwrite: true, Items: []workflow.ItemAnswer{{
			Item: it, Answers: []workflow.Given{{Answer: "ongoing"}},
		}}})
	}
	w.confirm(second, mandatory[:2]...)
	w.do(learner, &workflow.RemoveSupervisor{Person: second}) // what they decided stands
	w.signOff()

	people := latin().People
	assert.Equal(t, []certificate.Confirmer{{Person: people[second], Items: 2}, {Person: people[educator], Items: 1}},
		w.certificate(latin()).Content().Confirmers)
	assert.Empty(t, w.certificate(latin()).Content().Optional)
}

func TestConfirmersOfAsManyAreInOrderOfNames(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.confirm(first, "pulse")
	w.confirm(second, "breaths")
	w.confirm(educator, "chart")
	w.signOff()
	dir := named("L", "B", "C", "A", "X")
	var names []string
	for _, p := range w.certificate(dir).Content().Confirmers {
		names = append(names, p.Name)
	}
	assert.Equal(t, []string{"A", "B", "C"}, names)
}

func TestNoCertificateWithoutSignOff(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	_, err := w.issue(latin())
	require.ErrorIs(t, err, certificate.ErrNotSignedOff)

	w.confirm(first, mandatory...)
	w.do(learner, &workflow.RequestSignOff{To: educator, Accept: true})
	_, err = w.issue(latin())
	require.ErrorIs(t, err, certificate.ErrNotSignedOff, "requested is not given")
	w.do(educator, &workflow.SignOff{Accept: true})
	_, err = w.issue(latin())
	require.NoError(t, err)

	w.do(first, &workflow.Revise{Item: "pulse", To: workflow.Rejected, Reason: "Seen again.", Actions: []string{"Count for longer."}})
	_, err = w.issue(latin())
	require.ErrorIs(t, err, certificate.ErrNotSignedOff)
	assert.ErrorContains(t, err, "suspended")
}

// What comes after the sign-off and leaves it standing changes nothing, not even the head.
func TestLaterRecordsChangeNothing(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.done()
	before, head := w.certificate(latin()), w.state().Head()
	assert.Equal(t, head, before.Content().Head.Hash)
	w.do(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{{
		Item: "pulse", Answers: []workflow.Given{{Answer: "achieved"}}, Comment: "Done again.",
	}}})
	require.NotEqual(t, head, w.state().Head())
	assert.Equal(t, before, w.certificate(latin()))
}

// Only another name makes another certificate of it, with a code of its own.
func TestAnotherNameIsAnotherCode(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.done()
	dir := latin()
	dir.People[learner] = certificate.Person{Name: "Renamed Learner"}
	assert.NotEqual(t, w.certificate(latin()).Code(), w.certificate(dir).Code())
	assert.Equal(t, w.certificate(latin()).Serial(), w.certificate(dir).Serial())
}

func TestContentIsACopy(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.done()
	c := w.certificate(latin())
	changed := c.Content()
	changed.Confirmers[0].Name, changed.Optional[0].Section = "Somebody else", "Something else"
	assert.Equal(t, "Second Example Assessor", c.Content().Confirmers[0].Name)
	assert.Equal(t, "Using the hoist", c.Content().Optional[0].Section)
}

// A directory that counts and can fail.
type directory struct {
	certificate.Names
	people, centres error
	asked           [][]workflow.PersonID
}

func (d *directory) NamesOfPeople(ctx context.Context, ids []workflow.PersonID) (map[workflow.PersonID]certificate.Person, error) {
	d.asked = append(d.asked, ids)
	if d.people != nil {
		return nil, d.people
	}
	return d.Names.NamesOfPeople(ctx, ids)
}

func (d *directory) NamesOfCentres(ctx context.Context, ids []workflow.CentreID) (map[workflow.CentreID]string, error) {
	if d.centres != nil {
		return nil, d.centres
	}
	return d.Names.NamesOfCentres(ctx, ids)
}

func TestDirectoryIsAskedOnceForEverybody(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.done()
	dir := &directory{Names: latin()}
	w.certificate(dir)
	assert.Equal(t, [][]workflow.PersonID{{first, second, educator, learner}}, dir.asked)
}

func TestErrorsOfTheDirectoryArePassedOn(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.done()
	down := errors.New("the directory is down")
	_, err := w.issue(&directory{Names: latin(), people: down})
	require.ErrorIs(t, err, down)
	_, err = w.issue(&directory{Names: latin(), centres: down})
	require.ErrorIs(t, err, down)
	_, err = w.issue(nil)
	require.ErrorContains(t, err, "no directory")

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	v := w.view()
	_, err = certificate.For(ctx, v.Framework, &v.State, w.now, latin(), nil)
	require.ErrorIs(t, err, context.Canceled)
}

func TestNamesThatCannotStand(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.done()
	for name, c := range map[string]struct {
		person certificate.Person
		want   string
	}{
		"none":              {certificate.Person{}, "is missing"},
		"blank":             {certificate.Person{Name: " \t\u200b\u00ad"}, "is missing"},
		"signs only":        {certificate.Person{Name: "-- * --"}, "is missing"},
		"not UTF-8":         {certificate.Person{Name: "a\xff"}, "not valid UTF-8"},
		"too long":          {certificate.Person{Name: strings.Repeat("ä", certificate.MaxNameLength+1)}, "201 characters"},
		"long registration": {certificate.Person{Name: "A", Registration: strings.Repeat("1", 201)}, "registration number"},
	} {
		dir := latin()
		dir.People[second] = c.person
		_, err := w.issue(dir)
		require.ErrorContains(t, err, c.want, name)
		assert.ErrorContains(t, err, string(second), name)
	}
	dir := latin()
	delete(dir.People, first)
	dir.People[second] = certificate.Person{}
	dir.Centres = nil
	_, err := w.issue(dir)
	for _, each := range []string{`"assessor-1"`, `"assessor-2"`, `centre "centre-1"`} {
		assert.ErrorContains(t, err, each, "all that is missing is named at once")
	}
}

func TestLongestNamesStand(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.done()
	longest := strings.Repeat("ä", certificate.MaxNameLength)
	assert.Equal(t, longest, w.certificate(named(longest, longest, longest, longest, longest)).Content().Learner.Name)
}

func TestOtherFrameworkIsRefused(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.done()
	v := w.view()
	_, err := certificate.For(context.Background(), nil, &v.State, w.now, latin(), nil)
	require.ErrorContains(t, err, "is not the one that was signed off or submitted")
	src, err := os.ReadFile("testdata/frameworks/bedside-basics/1.0.0/bedside-basics.yaml")
	require.NoError(t, err)
	other, findings := proficiency.Parse("bedside-basics.yaml", bytes.Replace(src, []byte("full minute"), []byte("half minute"), 1))
	require.Empty(t, findings)
	require.Equal(t, v.Framework.Ref(), other.Ref())
	_, err = certificate.For(context.Background(), other, &v.State, w.now, latin(), nil)
	require.ErrorContains(t, err, "is not the one that was signed off or submitted")
}

func TestRoleTitlesComeFromThePolicy(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.done()
	v := w.view()
	source, err := os.ReadFile("../roles/default.yaml")
	require.NoError(t, err)
	titled := func(old, changed string) string {
		policy, findings := roles.Parse("policy.yaml", []byte(strings.ReplaceAll(string(source), old, changed)))
		require.Empty(t, findings)
		c, err := certificate.For(context.Background(), v.Framework, &v.State, w.now, latin(), &certificate.Options{Policy: policy})
		require.NoError(t, err)
		assert.Empty(t, c.Link(), "no link was asked for")
		return c.Content().Signatory.Role
	}
	assert.Equal(t, "Practice Educator", titled("title: Educator/Manager", "title: Practice Educator"))
	assert.Equal(t, "educator-manager", titled("educator-manager", "practice-educator"), "a role that is no more")
}

func TestJSONIsCanonicalAndWhatTheCodeIsOf(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.done()
	c := w.certificate(latin())
	json := c.AppendJSON([]byte("x"))
	require.Equal(t, byte('x'), json[0])
	require.NoError(t, canonical.Check(json[1:]))
	for _, id := range []string{string(learner), string(educator), string(first), string(centre), string(w.id)} {
		assert.NotContains(t, string(json), id, "ids of the host are nobody's business")
	}
	// 100 bits of SHA-256, in hexadecimal digits and in symbols.
	sum := canonical.Sum(json[1:])
	const symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	var bits, want strings.Builder
	for _, b := range sum[:13] {
		for i := 7; i >= 0; i-- {
			bits.WriteByte('0' + b>>i&1)
		}
	}
	for i := range 20 {
		n := 0
		for _, bit := range bits.String()[5*i : 5*i+5] {
			n = 2*n + int(bit-'0')
		}
		if i > 0 && i%4 == 0 {
			want.WriteByte('-')
		}
		want.WriteByte(symbols[n])
	}
	assert.Equal(t, want.String(), c.Code())
	_, isSerial := workflow.ParseSerial(c.Code())
	assert.False(t, isSerial, "a code is not mistaken for a serial")
}

// Whatever a certificate says, its code covers.
func TestEveryPartChangesTheCode(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.done()
	content := w.certificate(latin()).Content()
	seen := map[string]string{}
	add := func(name string, change func(*certificate.Content)) {
		c := w.certificate(latin()).Content()
		change(&c)
		made, err := certificate.Of(c, "")
		require.NoError(t, err)
		if other, dup := seen[made.Code()]; dup {
			t.Errorf("%q and %q have one code", name, other)
		}
		seen[made.Code()] = name
	}
	add("nothing", func(*certificate.Content) {})
	add("learner", func(c *certificate.Content) { c.Learner.Name = "Another Learner" })
	add("registration", func(c *certificate.Content) { c.Learner.Registration = "" })
	add("title", func(c *certificate.Content) { c.Framework.Title += "!" })
	add("id", func(c *certificate.Content) { c.Framework.ID += "x" })
	add("version", func(c *certificate.Content) { c.Framework.Version.Patch++ })
	add("digest", func(c *certificate.Content) { c.Framework.Digest[31]++ })
	add("language", func(c *certificate.Content) { c.Framework.Language = "cy" })
	add("items", func(c *certificate.Content) { c.Framework.Items = "items" })
	add("signatory", func(c *certificate.Content) { c.Signatory.Name += "x" })
	add("role", func(c *certificate.Content) { c.Signatory.Role += "x" })
	add("centre", func(c *certificate.Content) { c.Signatory.Centre += "x" })
	add("date", func(c *certificate.Content) { c.On.Day++ })
	add("mandatory", func(c *certificate.Content) { c.Mandatory++ })
	add("optional", func(c *certificate.Content) { c.Optional[1].Items++ })
	add("section", func(c *certificate.Content) { c.Optional[1].Section += "x" })
	add("confirmer", func(c *certificate.Content) { c.Confirmers[2].Name += "x" })
	add("count", func(c *certificate.Content) { c.Confirmers[2].Items++ })
	add("overridden", func(c *certificate.Content) { c.Overridden = []certificate.Overridden{{Framework: "a"}} })
	add("overridden another", func(c *certificate.Content) { c.Overridden = []certificate.Overridden{{Framework: "b"}} })
	add("overridden of a version", func(c *certificate.Content) {
		c.Overridden = []certificate.Overridden{{Framework: "a", Lowest: proficiency.Version{Major: 1}}}
	})
	add("overridden by somebody", func(c *certificate.Content) {
		c.Overridden = []certificate.Overridden{{Framework: "a", By: certificate.Person{Name: "x"}}}
	})
	add("serial", func(c *certificate.Content) { c.Serial = "0" })
	add("record", func(c *certificate.Content) { c.Head.Record++ })
	add("hash", func(c *certificate.Content) { c.Head.Hash[0]++ })
	add("round", func(c *certificate.Content) { c.Round = 1 })
	add("another round", func(c *certificate.Content) { c.Round = 2 })
	add("round of a centre", func(c *certificate.Content) { c.Round, c.Accountable = 1, certificate.Person{Name: "x"} })
	add("centre that is made up", func(c *certificate.Content) { c.Accountable = certificate.Person{Name: "x"} })
	add("centre as subject", func(c *certificate.Content) { c.Subject, c.Accountable = "x", certificate.Person{Name: "x"} })
	add("another centre", func(c *certificate.Content) { c.Subject, c.Accountable = "y", certificate.Person{Name: "x"} })
	add("another accountable person", func(c *certificate.Content) { c.Subject, c.Accountable = "x", certificate.Person{Name: "y"} })
	add("registration of the accountable person", func(c *certificate.Content) {
		c.Subject, c.Accountable = "x", certificate.Person{Name: "x", Registration: "x"}
	})
	assert.Equal(t, 6, content.Total())
}

func TestFormsThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.done()
	c := w.certificate(latin())
	full := errors.New("the disk is full")
	require.ErrorIs(t, c.WriteText(failing{full}), full)
	require.ErrorIs(t, c.WriteHTML(failing{full}), full)
	var b bytes.Buffer
	require.NoError(t, c.WriteText(&b))
	assert.Equal(t, "before\n"+b.String(), string(c.AppendText([]byte("before\n"))))
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
