package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/check"
	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/passport"
	"github.com/countersign-go/countersign/certificate/formats/pdf"
	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/workflow"
)

// The files that the learner takes along, and those that others check them with.
const (
	badgeFile    = "credential.json"
	paperFile    = "certificate.pdf"
	passportFile = "learner-1" + passport.Extension
	listFile     = "status-list.json"
	trustFile    = "trust.yaml"
)

// statusList is what the list of what was taken back is named by.
const statusList = "https://learning.example/status/1"

// A file is what is written under a name.
type file struct {
	name    string
	content []byte
}

// sign gives the certificate in forms that prove themselves. The key is drawn
// here and is gone when the program ends: a real one is kept where keys are kept.
func (j *journey) sign(ctx context.Context, cert *certificate.Certificate, view *workflow.View, records []workflow.Record) ([]file, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	key, err := credential.KeyOf(private)
	if err != nil {
		return nil, err
	}
	issuer := credential.Issuer{Name: "Example Trust 1", Key: key}
	badge, err := credential.Issue(ctx, cert, issuer, credential.Options{
		Now: j.now, Framework: view.SignedOff, State: &view.State, Status: credential.StatusEntry{List: statusList, Index: 17},
	})
	if err != nil {
		return nil, err
	}
	paper, err := pdf.Append(nil, cert, &pdf.Options{Attachments: []pdf.Attachment{
		{Name: badgeFile, Type: "application/json", Description: "The same, signed", Data: badge},
	}})
	if err != nil {
		return nil, err
	}
	list, err := credential.NewStatusList(statusList, 0)
	if err != nil {
		return nil, err
	}
	signedList, err := list.Issue(ctx, issuer, credential.StatusOptions{Now: j.now, ValidFor: 24 * time.Hour})
	if err != nil {
		return nil, err
	}
	carried, err := passport.Write(ctx, issuer, passport.Options{
		Now: j.now, Content: frameworks.FS(), Status: credential.StatusEntry{List: statusList, Index: 18},
		Enrolments: []passport.Enrolment{{ID: j.id, Records: records, Framework: view.SignedOff, Badge: badge}},
	})
	if err != nil {
		return nil, err
	}
	trust := credential.Trust{Organisations: []credential.Organisation{
		{Name: issuer.Name, Keys: []credential.TrustedKey{{Public: key.Public(), From: j.now}}},
	}}
	trusted, err := trust.AppendTrust(nil)
	return []file{{paperFile, paper}, {badgeFile, badge}, {passportFile, carried}, {listFile, signedList}, {trustFile, trusted}}, err
}

// elsewhere checks the files as somebody would who has the list of whom to trust,
// the list of what was taken back, and nothing else.
func (j *journey) elsewhere(out string) error {
	read := func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(out, name)) }
	src, err := read(trustFile)
	if err != nil {
		return err
	}
	trust, findings := credential.ParseTrust(trustFile, src)
	if trust == nil {
		return fmt.Errorf("%v", findings)
	}
	list, err := read(listFile)
	if err != nil {
		return err
	}
	j.say("10. Elsewhere. Whoever has %s and %s needs no network to check what the learner shows:", trustFile, listFile)
	for _, name := range []string{badgeFile, paperFile, passportFile} {
		data, err := read(name)
		if err != nil {
			return err
		}
		found := check.File(data, &check.Against{Trust: trust, StatusLists: [][]byte{list}, At: j.now, Holder: "NMC 00X0001E"})
		j.say("    %s: %s", name, found.Summary)
	}
	return nil
}
