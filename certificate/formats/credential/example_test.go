package credential_test

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/credential"
)

func Example() {
	i := issued() // a certificate, with its framework and its enrolment's state
	ctx := context.Background()
	key, err := credential.KeyOf(keyFrom("issuer")) // or credential.ReadKey of a file in PEM
	if err != nil {
		log.Fatal(err)
	}
	issuer := credential.Issuer{Name: "Example Hospitals Trust", Key: key}
	badge, err := credential.Issue(ctx, i.cert, issuer, credential.Options{
		Now: now, Framework: i.options.Framework, State: i.options.State,
		Status: credential.StatusEntry{List: "https://hospitals.example/status/1", Index: 4242},
	})
	if err != nil {
		log.Fatal(err)
	}
	list, err := credential.NewStatusList("https://hospitals.example/status/1", 0)
	if err != nil {
		log.Fatal(err)
	}
	signedList, err := list.Issue(ctx, issuer, credential.StatusOptions{Now: now})
	if err != nil {
		log.Fatal(err)
	}

	// Elsewhere, without a network: the badge, the list, and whose keys are whose.
	trust := &credential.Trust{Organisations: []credential.Organisation{
		{Name: "Example Hospitals Trust", Keys: []credential.TrustedKey{{Public: key.Public()}}},
	}}
	report := credential.Verify(badge, trust, &credential.VerifyOptions{
		At: now.Add(time.Hour), StatusLists: [][]byte{signedList}, Holder: "NMC 00X0000L",
	})
	fmt.Println(report.Verdict())
	for _, answer := range report.Answers() {
		fmt.Println(answer.Name, answer.Outcome, answer.Reasons[0].Code)
	}
	// Output:
	// accepted
	// signature passed signed
	// issuer passed trusted
	// validity passed in-date
	// status passed not-revoked
	// schema passed shape
	// holder passed same-person
}

// What a clerk reads of a credential that somebody changed.
func ExampleReport_WriteText() {
	least := issued()
	least.options = credential.Options{Now: now}
	b, err := credential.Issue(context.Background(), least.cert, hospitals(inExample{}, keyFrom("issuer")), least.options)
	if err != nil {
		log.Fatal(err)
	}
	changed := strings.Replace(string(b), "Skills on the ward", "Skills in theatre", 1)
	report := credential.Verify([]byte(changed), nil, &credential.VerifyOptions{At: later})
	text, _, _ := strings.Cut(string(report.AppendText(nil)), "\n\nWhat")
	fmt.Println(text)
	// Output:
	// REFUSED: do not rely on it.
	//
	//   Signed, and unchanged since  NO
	//       the signature (eddsa-rdfc-2022) does not fit: the file was changed, or another key signed it
	//       the signature (eddsa-jcs-2022) does not fit: the file was changed, or another key signed it
	//   Issued by somebody trusted   not checked
	//       no trust list was given, so nobody says whose key signed
	//   In date                      not checked
	//       no signature vouches for what the file says
	//   Not taken back               not checked
	//       the credential names no status list: only its issuer can say whether it was taken back
	//   In the right form            not checked
	//       no signature vouches for what the file says
	//   About this person            not asked
}

// A certificate was revoked: its place in the list is set, and the list issued anew.
func ExampleStatusList() {
	ctx := context.Background()
	issuer := hospitals(inExample{}, keyFrom("issuer"))
	file := statusList(inExample{}, issuer) // as it was published last

	list, err := credential.ReadStatusList(file)
	if err != nil {
		log.Fatal(err)
	}
	if err := list.Set(4242, true); err != nil {
		log.Fatal(err)
	}
	file, err = list.Issue(ctx, issuer, credential.StatusOptions{Now: now, ValidFor: 24 * time.Hour})
	if err != nil {
		log.Fatal(err)
	}
	report := credential.Verify(badge(inExample{}, issuer), nil, &credential.VerifyOptions{At: now.Add(time.Hour), StatusLists: [][]byte{file}})
	fmt.Println(report.Status.Reasons[0].Message)
	// Output:
	// the issuer has taken it back (revoked), as of 20 November 2026 10:00 UTC
}

func ExampleParseTrust() {
	trust, findings := credential.ParseTrust("trust.yaml", []byte(`
format: countersign-trust/v1
organisations:
  - name: Example Hospitals Trust
    keys:
      - key: z6MkrxqAcuPrKsezAyQT2Yp2bLhidKfos1ezAcv9vD4tP8GT
        from: 2026-01-01T00:00:00Z
        untill: 2028-01-01T00:00:00Z
`))
	fmt.Println(trust == nil)
	for _, finding := range findings {
		fmt.Println(finding)
	}
	// Output:
	// true
	// trust.yaml:8:9: unknown key "untill": did you mean "until"? [unknown-key]
}

// vault is a Signer whose private key is in another process, as it would be in
// a hardware module or with a cloud's key management. Here it is this very
// program, started once more: see TestMain.
type vault struct {
	in  io.Writer
	out io.Reader
}

// Sign sends the message over, and takes the signature back.
func (v vault) Sign(ctx context.Context, message []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if _, err := fmt.Fprintln(v.in, base64.StdEncoding.EncodeToString(message)); err != nil {
		return nil, err
	}
	var answer string
	if _, err := fmt.Fscanln(v.out, &answer); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(answer)
}

const asVault = "COUNTERSIGN_TEST_AS_VAULT"

func TestMain(m *testing.M) {
	if os.Getenv(asVault) == "" {
		os.Exit(m.Run())
	}
	private := keyFrom("in the vault") // which never leaves this process
	for {
		var message string
		if _, err := fmt.Scanln(&message); err != nil {
			return
		}
		b, err := base64.StdEncoding.DecodeString(message)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(base64.StdEncoding.EncodeToString(ed25519.Sign(private, b)))
	}
}

func ExampleSigner() {
	program, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	process := exec.Command(program)
	process.Env = append(os.Environ(), asVault+"=1")
	in, err := process.StdinPipe()
	if err != nil {
		log.Fatal(err)
	}
	out, err := process.StdoutPipe()
	if err != nil {
		log.Fatal(err)
	}
	if err := process.Start(); err != nil {
		log.Fatal(err)
	}
	defer func() { _ = in.Close(); _ = process.Wait() }()

	var public crypto.PublicKey = keyFrom("in the vault").Public() // as the vault's operator gives it
	key, err := credential.NewKey(public, vault{in, out})
	if err != nil {
		log.Fatal(err)
	}
	i := issued()
	badge, err := credential.Issue(context.Background(), i.cert, credential.Issuer{Name: "Example Hospitals Trust", Key: key}, i.options)
	if err != nil {
		log.Fatal(err)
	}
	report := credential.Verify(badge, trusting(credential.TrustedKey{Public: public}), &credential.VerifyOptions{At: later})
	fmt.Println(report.Signature.Outcome, report.Issuer.Outcome)
	// Output:
	// passed passed
}

func ExampleBake() {
	badge := badge(inExample{}, hospitals(inExample{}, keyFrom("issuer")))
	picture, err := credential.Bake([]byte(`<svg xmlns="http://www.w3.org/2000/svg"><circle r="5"/></svg>`), badge)
	if err != nil {
		log.Fatal(err)
	}
	report := credential.Verify(picture, nil, &credential.VerifyOptions{At: later})
	fmt.Println(report.Signature.Outcome, report.Says.Name)
	// Output:
	// passed Skills on the ward
}
