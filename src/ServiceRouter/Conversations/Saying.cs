using System.Globalization;

namespace ServiceRouter.Conversations;

/// <summary>
/// What an activity says, for those that are asked for later: whether it was said already, or who must not be sent it. Stored beside the words, since these change with the
/// language, the channel and the version of the service, and are erased.
/// </summary>
internal static class Saying
{
    /// <summary>Most characters of one.</summary>
    public const int MaxLength = 40;

    /// <summary>The request is open already, with its receipt.</summary>
    public const string RequestIsOpen = "request-is-open";

    /// <summary>What was promised stands.</summary>
    public const string PromiseStands = "promise-stands";

    /// <summary>A call-back that was wished is not promised, since the request has moved meanwhile.</summary>
    public const string CallBackOvertaken = "call-back-overtaken";

    /// <summary>Leads to a page: not sent by text message.</summary>
    public const string RateInvitation = "rate-invitation";

    /// <summary>A text message did not arrive, or perhaps did not leave: for the desk, and for the page of the request.</summary>
    public const string TextNotDelivered = "text-not-delivered";

    /// <summary>The emergency numbers for a kind of distress.</summary>
    public static string Numbers(string distress) => $"numbers/{distress}";

    /// <summary>Somebody calls back at this moment.</summary>
    public static string CallBack(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"call-back/{at.UtcDateTime:s}Z");
}
