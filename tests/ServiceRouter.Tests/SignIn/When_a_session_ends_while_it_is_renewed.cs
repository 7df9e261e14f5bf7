using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Host.SignIn;

namespace ServiceRouter.Tests.SignIn;

/// <summary>A request that is under way renews a session from what it had looked at before: signed out meanwhile, the session stays ended.</summary>
public sealed class When_a_session_ends_while_it_is_renewed : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sr-sessions-");
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 10, 0, 0, TimeSpan.Zero));
    private readonly SessionFiles files;

    public When_a_session_ends_while_it_is_renewed() => files = new SessionFiles(Settings.Good() with { StateDirectory = folder.FullName }, new EphemeralDataProtectionProvider(), clock, NullLogger<SessionFiles>.Instance);

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task What_a_late_renewal_has_written_opens_nothing_and_goes()
    {
        var (key, name) = await SignInAsync();
        var path = Path.Combine(folder.FullName, "sessions", name);
        var written = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        await files.RemoveAsync(key);
        // It had found the session, and writes when it is gone.
        await File.WriteAllBytesAsync(path, written, TestContext.Current.CancellationToken);

        (await files.RetrieveAsync(key)).Should().BeNull();
        files.Renew(name, Ticket());
        File.Exists(path).Should().BeFalse();
        (await files.RetrieveAsync(key)).Should().BeNull();
    }

    [Fact]
    public async Task One_that_goes_on_is_renewed_and_the_marks_of_those_that_ended_go_in_time()
    {
        var (ended, _) = await SignInAsync();
        await files.RemoveAsync(ended);
        var (key, name) = await SignInAsync();
        files.Renew(name, Ticket());
        (await files.RetrieveAsync(key)).Should().NotBeNull();

        clock.Advance(TimeSpan.FromHours(3));
        await SignInAsync();

        Directory.GetFiles(Path.Combine(folder.FullName, "sessions"), "*.ended").Should().BeEmpty();
    }

    private async Task<(string Key, string Name)> SignInAsync()
    {
        var key = await files.StoreAsync(Ticket());
        var request = new DefaultHttpContext();
        (await files.RetrieveAsync(key, request, TestContext.Current.CancellationToken)).Should().NotBeNull();
        return (key, SessionFiles.NameFor(request)!);
    }

    private AuthenticationTicket Ticket() => new(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, "Nadia Bertholet")], "test")), new AuthenticationProperties { ExpiresUtc = clock.GetUtcNow().AddHours(1) }, "test");
}
