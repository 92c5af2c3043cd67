# What README and CONTRIBUTING name, in one place. Everything works without make.

export CGO_ENABLED = 0

.PHONY: build test check bench

build: ## one static binary, bin/sayso
	go build -trimpath -ldflags='-s -w' -o bin/sayso ./cmd/sayso

test: ## what README names
	go test ./...

check: ## what CI runs
	bash .ci/run

bench: build ## a table of speed, memory and growth; wants ../shared
	go run ./cmd/sayso-bench -sayso bin/sayso
