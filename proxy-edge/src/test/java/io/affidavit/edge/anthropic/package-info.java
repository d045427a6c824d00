/// A strict stand-in for Anthropic's Messages, for tests of this room and of the whole house.
package io.affidavit.edge.anthropic;
