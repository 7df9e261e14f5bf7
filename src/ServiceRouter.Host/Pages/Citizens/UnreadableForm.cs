using Microsoft.AspNetCore.Antiforgery;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>A request that could not be read: too long, too slow, no form, more fields than a form of ours has. What somebody sent is no failure of ours.</summary>
internal static class UnreadableForm
{
    /// <returns>The status to answer with; null for every other failure.</returns>
    public static int? StatusOf(Exception? failure) => failure switch
    {
        BadHttpRequestException refused => refused.StatusCode,
        InvalidDataException => StatusCodes.Status400BadRequest,
        // Looking for the token was the first reading.
        AntiforgeryValidationException { InnerException: { } reading } => StatusOfReading(reading),
        _ => null,
    };

    /// <summary>The same for a failure of the reading itself: there, a connection that was cut counts too.</summary>
    public static int? StatusOfReading(Exception failure) => StatusOf(failure) ?? (failure is IOException ? StatusCodes.Status400BadRequest : null);
}
