// node-exec is the part of a node that runs commands for `pods/exec`: the server of container runtimes and kubelets
// (k8s.io/cri-streaming), with commands of this machine in the place of containers. It serves one address until it is
// ended. Harmless commands alone: nothing contains them.
package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"math/big"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/creack/pty"
	"k8s.io/cri-streaming/pkg/streaming/remotecommand"
	utilexec "k8s.io/utils/exec"
)

type commands struct{}

func (commands) ExecInContainer(ctx context.Context, _, _, _ string, words []string, in io.Reader, out, err io.WriteCloser, tty bool, resize <-chan remotecommand.TerminalSize, _ time.Duration) error {
	command := exec.CommandContext(ctx, words[0], words[1:]...)
	if tty {
		return withExitCode(onTerminal(command, in, out, resize))
	}
	if in != nil {
		pipe, failure := command.StdinPipe()
		if failure != nil {
			return failure
		}
		go func() {
			defer pipe.Close()
			_, _ = io.Copy(pipe, in)
		}()
	}
	if out != nil {
		command.Stdout = out
	}
	if err != nil {
		command.Stderr = err
	}
	return withExitCode(command.Run())
}

func onTerminal(command *exec.Cmd, in io.Reader, out io.Writer, resize <-chan remotecommand.TerminalSize) error {
	terminal, err := pty.Start(command)
	if err != nil {
		return err
	}
	defer terminal.Close()
	go func() {
		for size := range resize {
			_ = pty.Setsize(terminal, &pty.Winsize{Rows: size.Height, Cols: size.Width})
		}
	}()
	if in != nil {
		go func() { _, _ = io.Copy(terminal, in) }()
	}
	// Ends with an error of its own when the last who has the terminal open has gone.
	_, _ = io.Copy(out, terminal)
	return command.Wait()
}

// In the form in which runtimes say it.
func withExitCode(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return utilexec.CodeExitError{Err: err, Code: exit.ExitCode()}
	}
	return err
}

// /exec/NAMESPACE/POD/CONTAINER, as API servers ask kubelets.
func serveExec(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	options, err := remotecommand.NewOptions(r)
	words := r.URL.Query()["command"]
	if len(parts) != 4 || parts[0] != "exec" || err != nil || len(words) == 0 {
		http.Error(w, "it must be an exec", http.StatusBadRequest)
		return
	}
	protocols := remotecommand.SupportedStreamingProtocols
	remotecommand.ServeExec(w, r, commands{}, parts[2], "", parts[3], words, options, time.Minute, 10*time.Second, protocols)
}

// API servers that are given no authority for kubelets take any certificate.
func certificate() tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		log.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(24 * time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		log.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func main() {
	server := &http.Server{
		Addr:      os.Args[1],
		Handler:   http.HandlerFunc(serveExec),
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate()}},
		// SPDY takes the connection over.
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){},
	}
	log.Fatal(server.ListenAndServeTLS("", ""))
}
