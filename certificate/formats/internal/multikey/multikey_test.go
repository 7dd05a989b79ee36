package multikey_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/internal/multikey"
)

// Test vectors of the Base58 encoding scheme (draft-msporny-base58 §5), and leading zeros.
func TestBase58(t *testing.T) {
	t.Parallel()
	for plain, want := range map[string]string{
		"":             "",
		"Hello World!": "2NEpo7TZRRrLZSi2U",
		"The quick brown fox jumps over the lazy dog.": "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
		"\x00\x00(\x7f\xb4\xcd":                        "11233QC4",
		"\x00":                                         "1",
		"\x00\x01":                                     "12",
	} {
		assert.Equal(t, want, multikey.Base58([]byte(plain)))
		back, err := multikey.FromBase58(want)
		require.NoError(t, err)
		assert.Equal(t, plain, string(back))
	}
	for _, wrong := range []string{"0", "O", "I", "l", "a b", "é", "1\x00", strings.Repeat("1", 257)} {
		_, err := multikey.FromBase58(wrong)
		require.Error(t, err, "%q", wrong)
	}
}

func ed(seed byte) ed25519.PublicKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, 32)).Public().(ed25519.PublicKey)
}

func p256(t testing.TB, seed byte) *ecdsa.PublicKey {
	t.Helper()
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), bytes.Repeat([]byte{seed}, 32))
	require.NoError(t, err)
	return &key.PublicKey
}

func TestKeysComeBack(t *testing.T) {
	t.Parallel()
	for seed := byte(1); seed < 30; seed++ { // points of both signs
		for prefix, key := range map[string]crypto.PublicKey{"z6Mk": ed(seed), "zDna": p256(t, seed)} {
			encoded, err := multikey.Encode(key)
			require.NoError(t, err)
			assert.True(t, strings.HasPrefix(encoded, prefix), encoded)
			back, err := multikey.Decode(encoded)
			require.NoError(t, err)
			assert.Equal(t, key, back)
			did, method, err := multikey.DID(key)
			require.NoError(t, err)
			assert.Equal(t, "did:key:"+encoded, did)
			for _, url := range []string{did, method} {
				back, is, err := multikey.FromDID(url)
				require.NoError(t, err)
				assert.True(t, is)
				assert.Equal(t, key, back)
			}
		}
	}
}

// The public key of RFC 8032 §7.1, test 1.
func TestKnownKey(t *testing.T) {
	t.Parallel()
	key, err := hex.DecodeString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
	require.NoError(t, err)
	encoded, err := multikey.Encode(ed25519.PublicKey(key))
	require.NoError(t, err)
	assert.Equal(t, "z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw", encoded)
}

func TestOtherKeysAreRefused(t *testing.T) {
	t.Parallel()
	other, err := ecdsa.ParseRawPrivateKey(elliptic.P384(), bytes.Repeat([]byte{1}, 48))
	require.NoError(t, err)
	for want, key := range map[string]crypto.PublicKey{
		"only P-256": &other.PublicKey, "RSA key has no multikey": &rsa.PublicKey{N: big.NewInt(15), E: 3}, "is no kind": "key",
	} {
		_, err := multikey.Encode(key)
		require.ErrorContains(t, err, want)
		_, _, err = multikey.DID(key)
		require.Error(t, err)
	}
	good, err := multikey.Encode(ed(1))
	require.NoError(t, err)
	outside := append([]byte{0x80, 0x24, 2}, bytes.Repeat([]byte{0xff}, 32)...)
	for _, wrong := range []string{
		"", "z", good[1:], "u" + good[1:], good + "1", good[:len(good)-1], "z0", "z" + strings.Repeat("z", 100),
		"z" + multikey.Base58([]byte{0xed, 0x01}), "z" + multikey.Base58(append([]byte{0xe7, 0x01}, ed(1)...)), "z" + multikey.Base58(outside),
	} {
		_, err := multikey.Decode(wrong)
		require.Error(t, err, "%q", wrong)
	}
	_, is, err := multikey.FromDID("did:key:" + good + "#" + good[:20])
	assert.True(t, is)
	require.ErrorContains(t, err, "must be the key itself")
	_, is, err = multikey.FromDID("did:web:hospitals.example")
	assert.False(t, is)
	require.NoError(t, err)
}

func FuzzDecode(f *testing.F) {
	for _, key := range []crypto.PublicKey{ed(1), p256(f, 1)} {
		encoded, err := multikey.Encode(key)
		require.NoError(f, err)
		f.Add(encoded)
	}
	f.Fuzz(func(t *testing.T, encoded string) {
		key, err := multikey.Decode(encoded)
		if err != nil {
			return
		}
		again, err := multikey.Encode(key)
		require.NoError(t, err)
		assert.Equal(t, encoded, again, "a key has one form")
	})
}

func Example() {
	key := ed25519.NewKeyFromSeed(make([]byte, 32)).Public()
	did, _, _ := multikey.DID(key)
	fmt.Println(did)
	back, _, err := multikey.FromDID(did)
	fmt.Println(key.(ed25519.PublicKey).Equal(back), err)
	// Output:
	// did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp
	// true <nil>
}
