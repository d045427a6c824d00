package io.affidavit.edge.upstream;

import java.util.List;

/// What a provider of one dialect says, so that each [Fault] can be played in any dialect.
public interface Words {

    /// The text of the sound answer; characters of one to four bytes.
    String TEXT = "héllo wörld € 😀 done";

    /// How an answer counts its tokens.
    enum Usage {
        RIGHT,
        /// Figures that make no sense.
        WRONG,
        NONE
    }

    /// The body of an error answer.
    String error(int status);

    /// A whole answer that says [#TEXT].
    String whole(Usage usage);

    /// The same as events, each without its blank line; the first piece of text comes before the
    /// middle.
    List<String> events(Usage usage);

    /// An event that says in the midst of a stream that the provider is overloaded.
    String errorEvent();
}
