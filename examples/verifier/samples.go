package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"time"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/check"
	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/passport"
	"github.com/countersign-go/countersign/certificate/formats/pdf"
	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

const (
	learner  = workflow.PersonID("learner-1")
	educator = workflow.PersonID("educator-1")
	trust    = workflow.CentreID("trust-1")

	// statusList is what the samples' status list is named by.
	statusList = "https://learning.example/status/1"
)

// directory gives the names that stand on the certificate.
var directory = certificate.Names{
	People: map[workflow.PersonID]certificate.Person{
		learner:  {Name: "Example learner 1", Registration: "NMC 00X0001E"},
		educator: {Name: "Example educator 1", Registration: "NMC 00X0002E"},
	},
	Centres: map[workflow.CentreID]string{trust: "Example Trust 1"},
}

// issuer is an organisation with a key that is drawn here and kept nowhere.
func issuer(name string) (credential.Issuer, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return credential.Issuer{}, err
	}
	key, err := credential.KeyOf(private)
	return credential.Issuer{Name: name, Key: key}, err
}

// demonstration is a page that trusts an organisation made up here, with
// certificates of it to try.
func demonstration(ctx context.Context, now func() time.Time) (*page, error) {
	issued := now()
	known, err := issuer("Example Hospitals Trust")
	if err != nil {
		return nil, err
	}
	list, err := credential.NewStatusList(statusList, 0)
	if err != nil {
		return nil, err
	}
	if err := list.Set(revokedPlace, true); err != nil {
		return nil, err
	}
	signed, err := list.Issue(ctx, known, credential.StatusOptions{Now: issued, ValidFor: 24 * time.Hour})
	if err != nil {
		return nil, err
	}
	samples, err := certificates(ctx, known, issued)
	if err != nil {
		return nil, err
	}
	return &page{now: now, samples: samples, against: check.Against{
		Trust: &credential.Trust{Organisations: []credential.Organisation{
			{Name: known.Name, Keys: []credential.TrustedKey{{Public: known.Key.Public()}}},
		}},
		StatusLists: [][]byte{signed},
	}}, nil
}

// The places of the samples in the status list.
const (
	goodPlace     = 17
	passportPlace = 18
	revokedPlace  = 42
)

// certificates are the samples.
func certificates(ctx context.Context, known credential.Issuer, now time.Time) ([]sample, error) {
	e, err := signedOff(ctx, now)
	if err != nil {
		return nil, err
	}
	cert, err := certificate.For(ctx, e.framework, e.state, now, directory, nil)
	if err != nil {
		return nil, err
	}
	stranger, err := issuer("Example Hospitals Trust")
	if err != nil {
		return nil, err
	}
	var failed error
	badge := func(by credential.Issuer, place int) []byte {
		b, err := credential.Issue(ctx, cert, by, credential.Options{
			Now: now, Framework: e.framework, State: e.state, Status: credential.StatusEntry{List: statusList, Index: place},
		})
		failed = errors.Join(failed, err)
		return b
	}
	good := badge(known, goodPlace)
	changed := bytes.ReplaceAll(good, []byte("Hand hygiene"), []byte("Hand surgery"))
	if bytes.Equal(changed, good) {
		failed = errors.Join(failed, errors.New("there is nothing to change in the sample"))
	}
	picture, err := credential.Bake([]byte(background), good)
	failed = errors.Join(failed, err)
	paper, err := pdf.Append(nil, cert, &pdf.Options{Attachments: []pdf.Attachment{
		{Name: "credential.json", Type: "application/json", Description: "The same, signed", Data: good},
	}})
	failed = errors.Join(failed, err)
	carried, err := passport.Write(ctx, known, passport.Options{
		Now: now, Content: frameworks.FS(), Status: credential.StatusEntry{List: statusList, Index: passportPlace},
		Enrolments: []passport.Enrolment{{ID: e.id, Records: e.records, Framework: e.framework, Badge: good}},
	})
	return []sample{
		{"good.json", "signed by who is trusted", good},
		{"good.svg", "the same, in a picture", picture},
		{"good.pdf", "the same, attached to what is read on paper", paper},
		{"good" + passport.Extension, "the whole record, as a learner carries it elsewhere", carried},
		{"changed.json", "somebody changed what it is for", changed},
		{"revoked.json", "its issuer has taken it back", badge(known, revokedPlace)},
		{"stranger.json", "somebody else calls themselves what the issuer is called", badge(stranger, goodPlace)},
	}, errors.Join(failed, err)
}

// background is the picture that a certificate is put into.
const background = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><title>A badge</title>` +
	`<circle cx="50" cy="50" r="46" fill="#174a7c"/><path d="M28 52l15 15 30-34" fill="none" stroke="#fff" stroke-width="9"/></svg>`

// An enrolment is what the samples are about.
type enrolment struct {
	id        workflow.EnrolmentID
	framework *proficiency.Framework
	state     *workflow.State
	records   []workflow.Record
}

// signedOff is an enrolment with all from paper, and signed off.
func signedOff(ctx context.Context, now time.Time) (*enrolment, error) {
	host := &workflow.FixedHost{}
	host.SetClock(func() time.Time { return now })
	host.AddCentre(roles.Centre{ID: trust, Kind: roles.Trust, Zone: time.UTC})
	host.Delegate(learner, trust)
	host.Delegate(educator, trust, "educator-manager")
	host.Staff(educator, trust, learner)
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return nil, err
	}
	engine, err := workflow.NewEngine(frameworks.Catalog(), host, memstore.New(), workflow.Options{Key: secret})
	if err != nil {
		return nil, err
	}
	id := engine.EnrolmentID(learner, "hand-hygiene")
	for _, step := range []struct {
		actor   workflow.PersonID
		command workflow.Command
	}{
		{educator, &workflow.Enrol{Learner: learner, Centre: trust, Framework: proficiency.Ref{ID: "hand-hygiene"}}},
		{learner, &workflow.ChooseOptional{Items: []proficiency.ItemID{"teach-visitor"}}},
		{educator, fromPaper(now, "local-induction")}, // which the others wait for
		{educator, fromPaper(now, "five-moments", "soap-or-handrub", "bare-below-elbows", "handrub-technique", "hand-washing", "teach-visitor")},
		{learner, &workflow.RequestSignOff{To: educator, Accept: true}},
		{educator, &workflow.SignOff{Accept: true}},
	} {
		if _, err := engine.Do(ctx, workflow.Request{Actor: step.actor, Enrolment: id, Command: step.command}); err != nil {
			return nil, err
		}
	}
	view, err := engine.View(ctx, learner, id)
	if err != nil {
		return nil, err
	}
	records, err := engine.Records(ctx, learner, id)
	return &enrolment{id, view.SignedOff, &view.State, records}, err
}

func fromPaper(now time.Time, items ...proficiency.ItemID) workflow.Command {
	return &workflow.RecordPaper{
		Items: items, ConfirmedBy: "a ward sister", Role: "assessor", On: proficiency.DateOf(now.AddDate(0, -1, 0), time.UTC),
	}
}
