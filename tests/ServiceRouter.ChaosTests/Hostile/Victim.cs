using ServiceRouter.ChaosTests.Load;

namespace ServiceRouter.ChaosTests.Hostile;

/// <summary>A citizen whose words are nobody else's business.</summary>
internal sealed record Victim(string Receipt, string Secret)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Presses the button and writes.</summary>
    public static async Task<Victim> ComeAsync(Fronts fronts, int number)
    {
        var asked = await fronts.SendAsync(number, () => Post("/humain", [], number), Patience, CancellationToken.None);
        var victim = new Victim(asked?.Location?["/demande/".Length..] ?? "", $"secret-of-victim-{number}-zqxj");
        await fronts.SendAsync(number, () => Post($"/demande/{victim.Receipt}", new() { ["texte"] = $"Mon dossier : {victim.Secret}", ["envoi"] = $"victim-{number}" }, number), Patience, CancellationToken.None);
        return victim;
    }

    public async Task<bool> SeesOwnWordsAsync(Fronts fronts) =>
        await fronts.SendAsync(0, () => new HttpRequestMessage(HttpMethod.Get, $"/demande/{Receipt}").From(1), Patience, CancellationToken.None) is { Status: 200 } page
        && page.Body.Contains(Secret, StringComparison.Ordinal);

    private static HttpRequestMessage Post(string path, Dictionary<string, string> form, int number)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) }.From(number);
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        return request;
    }
}
