package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"gopkg.in/yaml.v3"
)

// severalDocumentsError says that a second document begins at that line.
type severalDocumentsError struct{ line int }

func (severalDocumentsError) Error() string { return "more than one document" }

// parse gives the one document in src, or nil if there is none.
func parse(src []byte) (root *yaml.Node, err error) {
	dec := yaml.NewDecoder(bytes.NewReader(src))
	var first, second yaml.Node
	switch err := decode(dec, &first); {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, err
	}
	switch err := decode(dec, &second); {
	case errors.Is(err, io.EOF):
		if len(first.Content) == 0 {
			return nil, nil
		}
		return first.Content[0], nil
	case err != nil:
		return nil, err
	}
	return nil, severalDocumentsError{second.Line}
}

// decode takes a panic of the parser, of which it has a few that it does not
// mean to have, for what it is: something wrong with the file.
func decode(dec *yaml.Decoder, into *yaml.Node) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the YAML parser gave up: %s", strings.TrimSpace(fmt.Sprint(p)))
		}
	}()
	return dec.Decode(into)
}
