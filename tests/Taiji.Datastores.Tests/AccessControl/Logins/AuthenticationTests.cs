using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.AccessControl.Logins;

public sealed class AuthenticationTests
{
    private static readonly TransportFacts Joe = new() { Transport = "test", User = "joe", Password = "secret" };

    [Fact]
    public async Task The_first_authenticator_that_decides_wins_and_the_next_is_not_asked()
    {
        Scripted first = new(AuthenticationResult.Undecided), second = new(new AuthenticationResult.Accepted("joe") { Groups = ["staff"] }), third = new(new AuthenticationResult.Refused("no"));
        var result = await Make(first, second, third).AuthenticateAsync(Joe, CancellationToken.None);
        result.ShouldBeOfType<AuthenticationResult.Accepted>().Groups.ShouldBe(["staff"]);
        (first.Asked, second.Asked, third.Asked).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task A_refusal_is_final_and_nobody_deciding_is_a_refusal()
    {
        (await Make(new Scripted(new AuthenticationResult.Refused("no")), new AnonymousAuthenticator("guest")).AuthenticateAsync(Joe, CancellationToken.None))
            .ShouldBeOfType<AuthenticationResult.Refused>();
        (await Make(new Scripted(AuthenticationResult.Undecided)).AuthenticateAsync(Joe, CancellationToken.None)).ShouldBeOfType<AuthenticationResult.Refused>();
        (await Make().AuthenticateAsync(new TransportFacts { Transport = "test" }, CancellationToken.None)).ShouldBeOfType<AuthenticationResult.Refused>();
    }

    [Fact]
    public async Task An_authenticator_that_fails_lets_nobody_in()
    {
        var result = await Make(new Scripted(null), new Scripted(new AuthenticationResult.Accepted("joe"))).AuthenticateAsync(Joe, CancellationToken.None);
        result.ShouldBeOfType<AuthenticationResult.Refused>();
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_and_its_answer_comes_with_the_same_facts()
    {
        var authentication = Make(new SecondFactor());
        var challenge = (await authentication.AuthenticateAsync(Joe, CancellationToken.None)).ShouldBeOfType<AuthenticationResult.Challenged>();
        challenge.Prompts.ShouldHaveSingleItem().Text.ShouldBe("Code");
        (await authentication.AuthenticateAsync(Joe with { Answers = ["000000"] }, CancellationToken.None)).ShouldBeOfType<AuthenticationResult.Refused>();
        (await authentication.AuthenticateAsync(Joe with { Answers = ["123456"] }, CancellationToken.None)).ShouldBeOfType<AuthenticationResult.Accepted>();
        authentication.Counts.ShouldBe(new LoginCounts(1, 1, 0));
    }

    [Fact]
    public async Task Only_who_shows_nothing_at_all_is_anonymous()
    {
        var authentication = Make(new AnonymousAuthenticator("guest"));
        (await authentication.AuthenticateAsync(new TransportFacts { Transport = "test" }, CancellationToken.None)).ShouldBe(new AuthenticationResult.Accepted("guest"), new SameUser());
        (await authentication.AuthenticateAsync(Joe, CancellationToken.None)).ShouldBeOfType<AuthenticationResult.Refused>();
        (await authentication.AuthenticateAsync(new TransportFacts { Transport = "test", Header = _ => "Bearer x" }, CancellationToken.None)).ShouldBeOfType<AuthenticationResult.Refused>();
    }

    [Fact]
    public async Task A_user_that_is_not_there_costs_the_same_work_as_a_wrong_password()
    {
        var compiler = new SchemaCompiler();
        compiler.Implement("ietf-system");
        var schema = compiler.Compile().GetSchemaOrThrow();
        // Not of the kind that the server makes.
        const string hash = "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5";
        var running = new JsonDataReader(schema).ReadTree(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(
            $$$"""{"ietf-system:system":{"authentication":{"user":[{"name":"joe","password":"{{{hash}}}"},{"name":"keys-only"}] } } }""")));
        var work = 0;
        var local = new LocalUserAuthenticator(() => running, TimeProvider.System, (password, kept) =>
        {
            work++;
            kept.ShouldStartWith("$5$", Case.Sensitive, "the work of the same algorithm");
            return CryptHash.Verify(password, kept);
        });
        async Task<(AuthenticationResult Result, int Work)> TryAsync(string user, string password)
        {
            work = 0;
            return (await local.AuthenticateAsync(Joe with { User = user, Password = password }, CancellationToken.None), work);
        }

        (await TryAsync("joe", "wrong")).Work.ShouldBe(1);
        (await TryAsync("nobody", "wrong")).Work.ShouldBe(1);
        (await TryAsync("keys-only", "wrong")).Work.ShouldBe(1);
        (await TryAsync("joe", "wrong")).Result.ShouldBeOfType<AuthenticationResult.Refused>();
        (await TryAsync("nobody", "wrong")).Result.ShouldBe(AuthenticationResult.Undecided);
        // A password that happens to be somebody else's neither lets in nor becomes quicker.
        (await TryAsync("nobody", "Hello world!")).ShouldBe((AuthenticationResult.Undecided, 1));
        (await TryAsync("nobody", "Hello world!")).ShouldBe((AuthenticationResult.Undecided, 1));
        (await TryAsync("joe", "Hello world!")).ShouldSatisfyAllConditions(r => r.Work.ShouldBe(1), r => r.Result.ShouldBeOfType<AuthenticationResult.Accepted>());
        (await TryAsync("joe", "Hello world!")).Work.ShouldBe(0, "it is remembered for a while");
    }

    private static Authentication Make(params IAuthenticator[] authenticators) => new(authenticators, TimeProvider.System, NullLogger<Authentication>.Instance);

    /// <summary>Answers what it is told to; throws without.</summary>
    private sealed class Scripted(AuthenticationResult? answer) : IAuthenticator
    {
        public int Asked { get; private set; }

        public string Name => "scripted";

        public ValueTask<AuthenticationResult> AuthenticateAsync(TransportFacts facts, CancellationToken cancellationToken)
        {
            Asked++;
            return new(answer ?? throw new InvalidOperationException("broken"));
        }
    }

    private sealed class SecondFactor : IAuthenticator
    {
        public string Name => "second-factor";

        public ValueTask<AuthenticationResult> AuthenticateAsync(TransportFacts facts, CancellationToken cancellationToken) => new(facts.Answers switch
        {
            [] => new AuthenticationResult.Challenged([new ChallengePrompt("Code", IsEchoed: false)]),
            ["123456"] => new AuthenticationResult.Accepted(facts.User!),
            _ => new AuthenticationResult.Refused("wrong code"),
        });
    }

    private sealed class SameUser : IEqualityComparer<AuthenticationResult>
    {
        public bool Equals(AuthenticationResult? x, AuthenticationResult? y) => (x as AuthenticationResult.Accepted)?.User == (y as AuthenticationResult.Accepted)?.User;

        public int GetHashCode(AuthenticationResult result) => 0;
    }
}
