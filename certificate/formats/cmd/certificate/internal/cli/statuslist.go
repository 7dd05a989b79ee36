package cli

import (
	"errors"
	"flag"
	"strconv"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/credential"
)

const statusListDetails = `The list is written as a file, to be published under its id and given to those who check without a network. What it
says holds for the instant at which it is signed; it may be used until its end. Sign it anew before that, from the last
one, with what was taken back since:

    certificate status-list --key key.pem --issuer "Example Hospitals Trust" --id https://hospitals.example/status/1 --out 1.json
    certificate status-list --key key.pem --issuer "Example Hospitals Trust" --from 1.json --revoke 4242 --out 2.json

Programs that issue credentials do the same by the package credential.`

// places is a flag with numbers of places, which may be repeated.
type places []int

func (p *places) String() string { return "" }

func (p *places) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return errors.New("want the number of a place, from 0")
	}
	*p = append(*p, n)
	return nil
}

type statusFlags struct {
	key, issuer, did, id, from, out string
	entries                         int
	revoke, restore                 places
	validFor                        time.Duration
	at                              instant
}

func statusList(flags *flag.FlagSet) action {
	f := &statusFlags{}
	flags.StringVar(&f.key, "key", "", "`FILE` with the issuer's Ed25519 private key, PKCS #8 in PEM")
	flags.StringVar(&f.issuer, "issuer", "", "`NAME` of the organisation that issues it")
	flags.StringVar(&f.did, "did", "", "`DID` of the issuer, a did:web; without it, the key's own")
	flags.StringVar(&f.id, "id", "", "`URL` that credentials name a new list by")
	flags.IntVar(&f.entries, "places", credential.MinEntries, "`N` places for credentials in a new list, at least")
	flags.StringVar(&f.from, "from", "", "`FILE` with the list as it was, to go on from")
	flags.Var(&f.revoke, "revoke", "`N` is the place of a credential that is taken back; may be repeated")
	flags.Var(&f.restore, "restore", "`N` is the place of a credential that is not taken back any more; may be repeated")
	flags.DurationVar(&f.validFor, "valid-for", 7*24*time.Hour, "`DURATION` for which the list may be used")
	flags.Var(&f.at, "at", "`TIME` at which it is signed; without it, now")
	flags.StringVar(&f.out, "out", "", "`FILE` to write, which must not be there; without it, standard output")
	return f.run
}

func (f *statusFlags) run(s *session, args []string) (bool, error) {
	switch {
	case len(args) > 0:
		return false, wrong("it takes only flags, not %q", args[0])
	case f.key == "" || f.issuer == "":
		return false, wrong("--key and --issuer say who signs the list")
	case (f.id == "") == (f.from == ""):
		return false, wrong("--id names a new list, --from one to go on from: give one of them")
	}
	list, err := f.list(s)
	if err != nil {
		return false, err
	}
	pem, err := s.read(f.key)
	if err != nil {
		return false, err
	}
	key, err := credential.ReadKey(pem)
	if err != nil {
		return false, err
	}
	issuer := credential.Issuer{ID: f.did, Name: f.issuer, Key: key}
	signed, err := list.Issue(s.ctx, issuer, credential.StatusOptions{Now: f.at.or(s.now), ValidFor: f.validFor})
	if err != nil {
		return false, err
	}
	return true, s.write(f.out, append(signed, '\n'), 0o644)
}

// list is the list as it is to be signed.
func (f *statusFlags) list(s *session) (*credential.StatusList, error) {
	list, err := f.begin(s)
	if err != nil {
		return nil, err
	}
	for _, change := range []struct {
		places  places
		revoked bool
	}{{f.revoke, true}, {f.restore, false}} {
		for _, n := range change.places {
			if err := list.Set(n, change.revoked); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

func (f *statusFlags) begin(s *session) (*credential.StatusList, error) {
	if f.from == "" {
		return credential.NewStatusList(f.id, f.entries)
	}
	data, err := s.read(f.from)
	if err != nil {
		return nil, err
	}
	return credential.ReadStatusList(data)
}
