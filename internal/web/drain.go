package web

import (
	"net"
	"time"
)

const (
	drainMost = 256 << 20              // octets of a refused body that are still taken
	drainTime = 2 * time.Minute        // for all of them
	drainIdle = 5 * time.Second        // without a further octet: nobody sends any more
	drainEnd  = 300 * time.Millisecond // the same, when all that was announced has come
)

// drain takes what still comes of a body that is too large, and forgets it. Browsers send all of a form before they look for
// an answer; when the connection is closed while they do, they show that it broke and not what we say about the file.
// length is what was announced, negative when it was not.
func drain(conn net.Conn, length int) {
	if conn == nil {
		return
	}
	end, buffer := time.Now().Add(drainTime), make([]byte, 64<<10)
	for taken := 0; taken < drainMost && time.Now().Before(end); {
		idle := drainIdle
		if taken >= length-readBuffer { // so much may have come with the headers
			idle = drainEnd
		}
		if conn.SetReadDeadline(time.Now().Add(idle)) != nil {
			return
		}
		n, err := conn.Read(buffer)
		if taken += n; err != nil {
			return
		}
	}
}
