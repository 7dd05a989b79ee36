package parcel_test

import (
	"fmt"

	"github.com/countersign-go/countersign/certificate/formats/internal/parcel"
)

func Example() {
	data, err := parcel.Append(nil, []parcel.File{
		{Name: "mimetype", Data: []byte("application/example+zip")}, {Name: "notes/1.txt", Data: []byte("one")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	files, err := parcel.Read(data, parcel.Limits{Files: 10, Bytes: 1000})
	for _, f := range files {
		fmt.Println(f.Name, string(f.Data))
	}
	fmt.Println(err)
	_, err = parcel.Read(append(data, '!'), parcel.Limits{Files: 10, Bytes: 1000})
	fmt.Println(err)
	// Output:
	// mimetype application/example+zip
	// notes/1.txt one
	// <nil>
	// this is no archive as it is written here: its list of files is not that of the files in it
}
