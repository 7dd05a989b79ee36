package cli

import (
	"context"
	"errors"
	"flag"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/countersign-go/countersign/proficiency/source"
)

const serveDetails = `PATH is the file of a framework, or a folder with such files at any depth. Each is shown as render does, with the
findings beside it, and the page follows the file: where that is broken for a while, the page keeps what it was before. It
is for the one who writes, on this machine: others reach it only with --public. It ends with an interrupt.`

// pollEvery is how often files are looked at.
const pollEvery = 500 * time.Millisecond

func serveFiles(flags *flag.FlagSet) action {
	addr := flags.String("addr", "127.0.0.1:8080", "`HOST:PORT` to listen at; port 0 takes a free one")
	public := flags.Bool("public", false, "lets --addr be an address that other machines reach")
	return func(s *session, args []string) (bool, error) {
		if len(args) != 1 {
			return false, wrong("name one file or folder")
		}
		host, _, err := net.SplitHostPort(*addr)
		if err != nil {
			return false, wrong("%s is no address to listen at: write one such as 127.0.0.1:8080", source.Quote(*addr))
		}
		if !*public && !isLoopback(host) {
			return false, wrong("other machines reach %s: say --public if they may", source.Quote(*addr))
		}
		files, err := newSite(args[0])
		if err != nil {
			return false, err
		}
		listener, err := (&net.ListenConfig{}).Listen(s.ctx, "tcp", *addr)
		if err != nil {
			return false, err
		}
		s.printf("%s: http://%s/ until an interrupt\n", plain(args[0]), listener.Addr())
		if err := s.out.Flush(); err != nil {
			return false, errors.Join(err, listener.Close())
		}
		return true, s.serve(listener, files, guard{host: host, public: *public})
	}
}

// isLoopback holds for hosts that only this machine reaches.
func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.Unmap().IsLoopback()
}

// serve serves until the session's context ends.
func (s *session) serve(listener net.Listener, files *site, g guard) error {
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	ticks := s.ticks
	if ticks == nil {
		ticker := time.NewTicker(pollEvery)
		defer ticker.Stop()
		ticks = ticker.C
	}
	server := &http.Server{
		Handler: g.around(&handler{files: files, streams: make(chan struct{}, mostStreams)}), BaseContext: func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute,
		MaxHeaderBytes: 16 << 10, ErrorLog: log.New(io.Discard, "", 0),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	for {
		select {
		case <-ticks:
			files.look()
		case err := <-ended:
			return err
		case <-ctx.Done():
			graceful, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer stop()
			err := server.Shutdown(graceful)
			<-ended
			return err
		}
	}
}
