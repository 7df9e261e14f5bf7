using System.Net.Http.Json;
using System.Text.Json;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>Signs a program in as a demo account.</summary>
internal static class DemoToken
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<string> OfAsync(Fronts fronts, string user, CancellationToken ct = default)
    {
        var given = await fronts.SendAsync(0, () => new HttpRequestMessage(HttpMethod.Post, "/demo/token") { Content = JsonContent.Create(new { user }) }, Patience, ct);
        using var json = JsonDocument.Parse(given?.Body ?? throw new InvalidOperationException($"No node gave {user} a token"));
        return json.RootElement.GetProperty("token").GetString()!;
    }
}
