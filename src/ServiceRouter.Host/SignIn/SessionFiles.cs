using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace ServiceRouter.Host.SignIn;

/// <summary>Keeps sessions on the server: the browser holds a random key only, and signing out ends the session
/// for whoever copied the cookie. Nodes that serve the desk share the directory.</summary>
internal sealed class SessionFiles : ITicketStore
{
    private const int KeyBytes = 32;
    private static readonly object Before = new();
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);
    private readonly DirectoryInfo _directory;
    private readonly IDataProtector _protector;
    private readonly TimeProvider _time;
    private readonly ILogger<SessionFiles> _log;
    private long _nextSweepTicks;

    public SessionFiles(
        SignInSetting setting, IDataProtectionProvider protection, TimeProvider time, ILogger<SessionFiles> log)
    {
        _directory = StateDirectory.Open(setting.StateDirectory, "sessions");
        _protector = protection.CreateProtector("ServiceRouter.SignIn.Sessions");
        _time = time;
        _log = log;
    }

    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        Sweep();
        var key = Convert.ToHexString(RandomNumberGenerator.GetBytes(KeyBytes));
        Write(NameOf(key), ticket);
        return Task.FromResult(key);
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        Renew(NameOf(key), ticket);
        return Task.CompletedTask;
    }

    /// <summary>The same for whoever knows the session by its name.</summary>
    public void Renew(string name, AuthenticationTicket ticket)
    {
        // A request that was under way while its session was signed out must not bring it back.
        if (!File.Exists(PathOf(name)))
            return;
        Write(name, ticket);
        // Nor one that had looked before, and wrote after.
        if (HasEnded(name))
            File.Delete(PathOf(name));
    }

    private void Write(string name, AuthenticationTicket ticket)
    {
        var path = PathOf(name);
        StateDirectory.Write(path, _protector.Protect(TicketSerializer.Default.Serialize(ticket)), replace: true);
        // The sweep reads the end of a session from its file's time, without opening it.
        File.SetLastWriteTimeUtc(path, (ticket.Properties.ExpiresUtc ?? _time.GetUtcNow()).UtcDateTime);
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => LookAsync(NameOf(key));

    /// <summary>
    /// For a request: what outlives it can look up the session by the name that is left in the request. None for the answer of the provider: a session found there would be
    /// given to whoever signs in, and with it to all who hold its key.
    /// </summary>
    public Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var name = NameOf(key);
        if (StaffPaths.IsProviderAnswer(httpContext.Request.Path))
        {
            httpContext.Items[Before] = name;
            return Task.FromResult<AuthenticationTicket?>(null);
        }
        httpContext.Items[typeof(SessionFiles)] = name;
        return LookAsync(name);
    }

    /// <summary>The name under which the session of a request can be looked up; it opens nothing. Null without a session.</summary>
    public static string? NameFor(HttpContext context) => context.Items[typeof(SessionFiles)] as string;

    /// <summary>The session of that name, null when it has ended. To look is no use of it.</summary>
    public async Task<AuthenticationTicket?> LookAsync(string name)
    {
        if (HasEnded(name))
            return null;
        try
        {
            return TicketSerializer.Default.Deserialize(_protector.Unprotect(await File.ReadAllBytesAsync(PathOf(name))));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (CryptographicException fault)
        {
            _log.LogWarning(fault, "A session could not be read and counts as ended");
            return null;
        }
    }

    public Task RemoveAsync(string key)
    {
        End(NameOf(key));
        return Task.CompletedTask;
    }

    /// <summary>Somebody has signed in over the session of that browser: it ends, for whoever kept its key too.</summary>
    public void EndBefore(HttpContext signingIn)
    {
        if (signingIn.Items[Before] is string name) End(name);
    }

    /// <summary>The mark comes first: whoever writes the session after it is gone finds it. The sweep takes it away when no request can be under way any more.</summary>
    private void End(string name)
    {
        try
        {
            StateDirectory.Write(MarkOf(name), [], replace: true);
            File.SetLastWriteTimeUtc(MarkOf(name), _time.GetUtcNow().UtcDateTime);
        }
        finally
        {
            File.Delete(PathOf(name));
        }
    }

    private bool HasEnded(string name) => File.Exists(MarkOf(name));

    private string MarkOf(string name) => PathOf(name) + ".ended";

    private void Sweep()
    {
        var now = _time.GetUtcNow();
        var due = Interlocked.Read(ref _nextSweepTicks);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref _nextSweepTicks, (now + SweepEvery).UtcTicks, due) != due)
            return;
        foreach (var file in _directory.EnumerateFiles().Where(f => f.LastWriteTimeUtc < now.UtcDateTime - SweepEvery))
            file.Delete();
    }

    // Hashed: the name of a file in a listing or a backup is not a key.
    private static string NameOf(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private string PathOf(string name) => Path.Combine(_directory.FullName, name);
}
