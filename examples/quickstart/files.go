package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/workflow"
)

// directory gives the names that stand on the certificate. They never enter the record.
var directory = certificate.Names{
	People: map[workflow.PersonID]certificate.Person{
		learner:  {Name: "Example learner 1", Registration: "NMC 00X0001E"},
		assessor: {Name: "Example assessor 1"},
		educator: {Name: "Example educator 1", Registration: "NMC 00X0002E"},
		manager:  {Name: "Example manager 1"},
	},
	Centres: map[workflow.CentreID]string{trust: "Example Trust 1"},
}

// keep writes the certificate and the record.
func (j *journey) keep(out string) error {
	ctx := context.Background()
	view, err := j.engine.View(ctx, learner, j.id)
	if err != nil {
		return err
	}
	records, err := j.engine.Records(ctx, learner, j.id)
	if err != nil {
		return err
	}
	cert, err := certificate.For(ctx, view.SignedOff, &view.State, j.now, directory, &certificate.Options{
		VerifyURL: "https://learning.example/verify/{serial}", Records: records,
	})
	if err != nil {
		return err
	}
	var html, text bytes.Buffer
	if err := cert.WriteHTML(&html); err != nil {
		return err
	}
	if err := cert.WriteText(&text); err != nil {
		return err
	}
	signed, err := j.sign(ctx, cert, &view, records)
	if err != nil {
		return err
	}
	j.say("8. The certificate and the record, in %s:", out)
	files := append([]file{
		{"certificate.html", html.Bytes()}, {"certificate.txt", text.Bytes()}, {"record.json", workflow.AppendExport(nil, j.id, records)},
	}, signed...)
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(out, f.name), f.content, 0o644); err != nil {
			return err
		}
		j.say("    %s", f.name)
	}
	answer, err := certificate.Check(ctx, j.engine, cert.Serial(), j.now)
	if err != nil {
		return err
	}
	j.say("   Whoever asks for %s is told that it is %s.", answer.Serial, answer.Status)
	j.say("   All of it was kept in %s on the way, and a run with -db goes on from there.", j.file)
	return nil
}

// prove checks the file as somebody would who has nothing but it.
func (j *journey) prove(out string) error {
	b, err := os.ReadFile(filepath.Join(out, "record.json"))
	if err != nil {
		return err
	}
	id, records, err := workflow.ReadExport(b)
	if err != nil {
		return err
	}
	j.say("9. Proof. The record of %s, read back: %d records, every hash follows from the one before.", id, len(records))
	at := bytes.Index(b, []byte(`"outcome":"rejected"`)) + len(`"outcome":"`)
	forged := bytes.Clone(b)
	forged[at] = 'R'
	j.say("   One byte of a copy changed, at %d, and it is found:", at)
	_, _, err = workflow.ReadExport(forged)
	if err == nil {
		return fmt.Errorf("the forged record was believed")
	}
	j.say("    %v", err)
	return nil
}
