/// The edge on real sockets for tests, with hand-made neighbours.
package io.affidavit.edge.house;
