//go:build race

package passport_test

// stride is how many bytes lie between those that are flipped: the detector makes it slow, and finds nothing more.
const stride = 61
