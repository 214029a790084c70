//go:build crds

// Package crds keeps in go.mod the modules whose files and types definitions are made of.
package crds

import (
	_ "github.com/projectcalico/api/pkg/apis/projectcalico/v3"
	_ "sigs.k8s.io/gateway-api/apis/v1"
)
