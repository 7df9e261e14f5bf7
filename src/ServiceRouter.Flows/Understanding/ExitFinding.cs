namespace ServiceRouter.Flows.Understanding;

/// <summary>Whether a sentence asks for a person.</summary>
public enum ExitAsk
{
    /// <summary>It does not.</summary>
    None = 0,

    /// <summary>It may: a person is offered, in one word to accept.</summary>
    Offer = 1,

    /// <summary>It does: the request is made at once, no question asked first.</summary>
    Human = 2,
}

/// <summary>What <see cref="HumanExit"/> found.</summary>
/// <param name="Ask">None, offer or human.</param>
/// <param name="Rule">Name of the rule that matched, for logs; null when none did. Holds nothing of what was typed.</param>
/// <param name="Yields">True for an offer born of a difficulty ("je comprends rien") that a clear question about a procedure outweighs.</param>
/// <param name="NamesPerson">True for an offer because a person is named in some asking way; it is a request where the sentence is about nothing else.</param>
public readonly record struct ExitFinding(ExitAsk Ask, string? Rule, bool Yields, bool NamesPerson = false);
