// Command certificate checks signed certificates that others issued, and makes
// what an issuer needs beside them: status lists, keys, lists of trusted keys.
//
//	go run ./certificate/formats/cmd/certificate help
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/cmd/certificate/internal/cli"
)

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := cli.Command{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Now: time.Now}
	return c.Main(ctx, os.Args[1:])
}
