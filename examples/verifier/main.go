// Command verifier is a page on which a certificate is dropped, and which says in
// plain words what was checked of it, what was not, and whether to rely on it.
//
//	go run ./examples/verifier [-listen ADDRESS] [-trust FILE] [-status FILE]… [-content DIR]
//
// -trust says whose keys are whose and -status what issuers have taken back, in
// the files that the command certificate takes. -content has the frameworks that
// are in use here: without it a passport that does not bring its own along is
// never wholly accepted. Without -trust the page trusts an
// organisation that is made up as it starts, with a key that is kept nowhere, and
// offers certificates to try: good ones, and some that nobody should rely on.
//
// Files are looked at in memory and kept nowhere; nothing is fetched.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/check"
	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/proficiency"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, os.Args[1:]); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return
		}
		fmt.Fprintln(os.Stderr, "verifier:", err)
		os.Exit(1)
	}
}

// files are the values of a flag that may be repeated.
type files []string

func (f *files) String() string { return strings.Join(*f, " ") }

func (f *files) Set(s string) error {
	*f = append(*f, s)
	return nil
}

// run serves the page until ctx is done.
func run(ctx context.Context, w io.Writer, args []string) error {
	var status files
	flags := flag.NewFlagSet("verifier", flag.ContinueOnError)
	content := flags.String("content", "", "the `DIR` with the frameworks in use here, each in ID/VERSION/ID.yaml, for passports")
	listen := flags.String("listen", "localhost:8080", "the `ADDRESS` to listen at")
	trust := flags.String("trust", "", "the `FILE` with the organisations that are trusted; made up, with certificates to try, if empty")
	flags.Var(&status, "status", "a `FILE` with a list of what was taken back; may be repeated")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("it takes no arguments, only flags; got %q", flags.Args())
	}
	p, err := prepare(ctx, *trust, status, *content)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", *listen)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "Open http://%s/ and drop a certificate there. Ctrl-C ends it.\n", l.Addr())
	return serve(ctx, l, p.handler())
}

// serve ends with ctx, after the answers under way.
func serve(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{Handler: h, ReadTimeout: time.Minute, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 1 << 16}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		soon, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		stopped <- s.Shutdown(soon)
	}()
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

// prepare reads what files are checked against, or makes it up.
func prepare(ctx context.Context, trust string, status files, content string) (*page, error) {
	if trust == "" {
		switch {
		case len(status) > 0:
			return nil, errors.New("-status needs -trust: a list counts only if somebody trusted signed it")
		case content != "":
			return nil, errors.New("-content needs -trust: what is made up to try brings its content along")
		}
		return demonstration(ctx, time.Now)
	}
	catalog, err := frameworksIn(content)
	if err != nil {
		return nil, err
	}
	p := &page{now: time.Now}
	src, err := os.ReadFile(trust)
	if err != nil {
		return nil, err
	}
	list, findings := credential.ParseTrust(trust, src)
	if list == nil {
		for _, f := range findings {
			err = errors.Join(err, errors.New(f.String()))
		}
		return nil, err
	}
	p.against = check.Against{Trust: list, Catalog: catalog}
	for _, file := range status {
		signed, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		p.against.StatusLists = append(p.against.StatusLists, signed)
	}
	return p, nil
}

// frameworksIn opens the folder with the content that is in use here, if there is one.
func frameworksIn(folder string) (*proficiency.Catalog, error) {
	if folder == "" {
		return nil, nil
	}
	catalog, err := proficiency.NewCatalog(os.DirFS(folder))
	if err != nil {
		return nil, fmt.Errorf("-content %s: %w", folder, err)
	}
	return catalog, nil
}
