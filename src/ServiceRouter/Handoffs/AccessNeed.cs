namespace ServiceRouter.Handoffs;

/// <summary>
/// How a citizen wants to be spoken with so that the exchange is possible at all: what the counsellor does, never why it is needed. Told by free choice after the asking,
/// seen by the counsellor, erased with the words. It changes no place in the queue. Stored by name.
/// </summary>
public enum AccessNeed
{
    /// <summary>In writing only, without a telephone.</summary>
    Written,
    /// <summary>French sign language, or cued speech.</summary>
    SignLanguage,
    /// <summary>Plain words, as in "facile à lire et à comprendre".</summary>
    PlainWords,
    /// <summary>More time: slowly, said again.</summary>
    MoreTime,
}
