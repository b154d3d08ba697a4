// Loads StackQL service documents with the parser that StackQL uses, and follows every reference.
// Arguments are documents; each problem is a line on stdout, and the exit code is 1 where there is one.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

type reference struct {
	Ref string `json:"$ref"`
}

type resource struct {
	Methods map[string]struct {
		Operation reference `json:"operation"`
	} `json:"methods"`
	SQLVerbs map[string][]reference `json:"sqlVerbs"`
}

func check(file string) error {
	document, err := openapi3.NewLoader().LoadFromFile(file)
	if err != nil {
		return err
	}
	extension, _ := document.Components.Extensions["x-stackQL-resources"].(json.RawMessage)
	resources := map[string]resource{}
	if err := json.Unmarshal(extension, &resources); err != nil {
		return fmt.Errorf("x-stackQL-resources: %w", err)
	}
	for name, of := range resources {
		for method, entry := range of.Methods {
			parts := strings.Split(entry.Operation.Ref, "/")
			if len(parts) != 4 || parts[0] != "#" || parts[1] != "paths" {
				return fmt.Errorf("%s.%s: no operation is at %q", name, method, entry.Operation.Ref)
			}
			path := strings.NewReplacer("~1", "/", "~0", "~").Replace(parts[2])
			item := document.Paths[path]
			if item == nil || item.GetOperation(strings.ToUpper(parts[3])) == nil {
				return fmt.Errorf("%s.%s: no operation is at %q", name, method, entry.Operation.Ref)
			}
		}
		for verb, methods := range of.SQLVerbs {
			for _, method := range methods {
				prefix := "#/components/x-stackQL-resources/" + name + "/methods/"
				if _, known := of.Methods[strings.TrimPrefix(method.Ref, prefix)]; !known {
					return fmt.Errorf("%s: %s names %q", name, verb, method.Ref)
				}
			}
		}
	}
	return nil
}

func main() {
	debug.SetMaxStack(32 << 20) // a document that refers to itself overflows a gigabyte in seconds
	status := 0
	for _, file := range os.Args[1:] {
		if err := check(file); err != nil {
			fmt.Printf("%s: %v\n", file, err)
			status = 1
		}
	}
	os.Exit(status)
}
