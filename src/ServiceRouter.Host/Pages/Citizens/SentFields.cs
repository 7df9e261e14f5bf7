namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>Fields of a form that nobody has read yet, for whoever draws a page after the request went wrong: on the way to a 404 no filter has looked at it.</summary>
internal static class SentFields
{
    /// <summary>The field; null when there is no form, or none that can be read. It is then empty for everybody after.</summary>
    public static string? Read(HttpRequest request, string field)
    {
        if (!request.HasFormContentType) return null;
        try
        {
            return request.Form[field];
        }
        catch (Exception e) when (UnreadableForm.StatusOfReading(e) is not null)
        {
            request.Form = FormCollection.Empty;
            return null;
        }
    }
}
