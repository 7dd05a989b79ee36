package cli_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/cmd/certificate/internal/cli"
)

func Example() {
	command := cli.Command{Stdout: os.Stdout, Stderr: os.Stdout, Now: time.Now}
	code := command.Main(context.Background(), []string{"verify", "testdata/unsigned.json", "--at", "2026-11-21"})
	fmt.Println("exit code", code)
	// Output:
	// testdata/unsigned.json: REFUSED: do not rely on it.
	//
	//   Signed, and unchanged since  NO
	//       nothing in the file is signed
	//   Issued by somebody trusted   not checked
	//       no trust list was given, so nobody says whose key signed
	//   In date                      not checked
	//       no signature vouches for what the file says
	//   Not taken back               not checked
	//       the credential names no status list: only its issuer can say whether it was taken back
	//   In the right form            not checked
	//       what shape a VerifiableCredential has is not known here
	//   About this person            not asked
	//
	// What the credential says, which nobody vouches for:
	//   Issuer                       Example
	//   Issuer's id                  https://hospitals.example
	// exit code 1
}
