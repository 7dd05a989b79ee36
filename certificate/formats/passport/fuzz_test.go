package passport_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/parcel"
	"github.com/countersign-go/countersign/certificate/formats/passport"
)

// Whatever is given, there is a report or an error, and nothing is accepted that
// was not written so.
func FuzzOpen(f *testing.F) {
	j := travelled()
	want := unpacked(f, j.data)
	f.Add(j.data)
	f.Add(j.house.write(passport.Options{Now: now, Enrolments: j.options.Enrolments[1:]}))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := checked(data)
		r.AppendText(nil)
		if r.Verdict() == credential.Accepted {
			assert.Equal(t, want, unpacked(t, data))
		}
	})
}

// The same with the files in it, where a fuzzer does not get by flipping bits.
func FuzzFiles(f *testing.F) {
	want := unpacked(f, travelled().data)
	for i := range want {
		f.Add(i, want[i].Name, want[i].Data)
	}
	f.Fuzz(func(t *testing.T, i int, name string, data []byte) {
		files := unpacked(t, travelled().data)
		if i < 0 || i >= len(files) {
			return
		}
		files[i] = parcel.File{Name: name, Data: data}
		changed, err := parcel.Append(nil, files)
		if err != nil {
			return
		}
		r := checked(changed)
		r.AppendText(nil)
		if r.Verdict() == credential.Accepted {
			require.Equal(t, want, files)
		}
	})
}
