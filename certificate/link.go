package certificate

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// MaxURLLength is the greatest length of Options.VerifyURL, in bytes.
const MaxURLLength = 300

const serialPlace = "{serial}"

// link puts the serial into the host's address. The serial's symbols stand in
// an address as they are.
func link(template, serial string) (string, error) {
	if template == "" {
		return "", nil
	}
	if err := checkURL(template); err != nil {
		return "", fmt.Errorf("certificate: Options.VerifyURL: %w", err)
	}
	return strings.Replace(template, serialPlace, serial, 1), nil
}

func checkURL(template string) error {
	if len(template) > MaxURLLength {
		return fmt.Errorf("%d bytes: at most %d are allowed", len(template), MaxURLLength)
	}
	if strings.ContainsFunc(template, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return fmt.Errorf("%q has a character that must be escaped", template)
	}
	if strings.Count(template, serialPlace) != 1 {
		return fmt.Errorf("%q: want %s once, where the serial goes", template, serialPlace)
	}
	u, err := url.Parse(template) // refuses the braces in a host or a port
	if err != nil {
		return err
	}
	if u.Scheme != "https" && u.Scheme != "http" {
		return fmt.Errorf("%q does not begin with https:// or http://", template)
	}
	if u.Hostname() == "" || u.User != nil {
		return errors.New("want an address with a host and no user")
	}
	return nil
}
