GOLANGCI_LINT = github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GOVULNCHECK = golang.org/x/vuln/cmd/govulncheck@v1.8.0
TEMPL = github.com/a-h/templ/cmd/templ@v0.3.977

.PHONY: run test lint fmt generate vendor check build vuln bench e2e-mail lighthouse
run: ; go run ./cmd/rundertisch demo
test: ; ./scripts/test
lint: ; go run $(GOLANGCI_LINT) run
fmt: ; go run $(GOLANGCI_LINT) fmt && go run $(TEMPL) fmt views
generate: ; go run $(TEMPL) generate -path views
vendor: ; ./views/static/vendor/vendor.sh
check: ; ./.ci/run
build: ; CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o bin/rundertisch ./cmd/rundertisch
bench: ; ./scripts/bench
lighthouse: ; ./scripts/lighthouse
e2e-mail: ; ./scripts/e2e-mail
vuln: ; go run $(GOVULNCHECK) ./...
